import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import openapiTypescript, { astToString, COMMENT_HEADER } from 'openapi-typescript';
import { parse } from 'yaml';
import { docsPage, errorsPage } from './docsPages.ts';
import { listOperations, type OpenApiDocument, type Operation, type Schema } from './openapiDocument.ts';
import { schemasOf, validatorsModule } from './validatorsModule.ts';

/** Everything that comes out of `openapi.yaml`: types, validators, the table of operations, the pages; and the check of what a judge says. */
export async function generateContract(root: string): Promise<Record<string, string>> {
  const yaml = readFileSync(join(root, 'openapi.yaml'), 'utf8');
  const document = parse(yaml) as OpenApiDocument;
  const operations = listOperations(document);
  const api = await validatorsModule(document, schemasOf(operations), 'openapi.yaml');
  const judgeFrame = parse(readFileSync(join(root, 'src/protocol/judgeFrames.yaml'), 'utf8')) as Schema;
  const judge = await validatorsModule(document, { judgeFrame }, 'src/protocol/judgeFrames.yaml and openapi.yaml');

  return {
    'src/generated/api.d.ts': COMMENT_HEADER + astToString(await openapiTypescript(withoutDiscriminators(yaml))),
    'src/generated/validators.js': api.code,
    'src/generated/validators.d.ts': api.declarations,
    'src/generated/judgeFrame.js': judge.code,
    'src/generated/judgeFrame.d.ts': judge.declarations,
    'src/generated/operations.ts': operationsModule(operations),
    'src/generated/documents.ts': documentsModule({ openapiYaml: yaml, docsPage: docsPage(document), errorsPage: errorsPage() }),
  };
}

/** Each branch says its value by `const`, which openapi-typescript reads rightly once the discriminator is out of its way. */
function withoutDiscriminators(yaml: string): string {
  return JSON.stringify(parse(yaml, (key, value: unknown) => (key === 'discriminator' ? undefined : value)));
}

const header = '// Made from openapi.yaml by `npm run gen`. Do not edit.\n';

function operationsModule(operations: Operation[]): string {
  const entries = operations.map((operation) => {
    const id = operation.operationId;
    const parameters = operation.parameters.map((parameter) => ({ name: parameter.name, in: parameter.in, type: parameter.schemaType }));
    const of = (where: string) => JSON.stringify(parameters.filter((p) => p.in === where).map(({ name, type }) => ({ name, type })));
    const responses = Object.entries(operation.responses)
      .filter(([status]) => /^[123]/.test(status))
      .map(([status, response]) => {
        const [type, media] = Object.entries(response.content ?? {})[0] ?? [];
        const check = media !== undefined && type === 'application/json' ? `validators.${id}_${status}` : 'null';
        return `      ${status}: { mediaType: ${JSON.stringify(type ?? null)}, check: ${check} },`;
      });
    return `  ${id}: {
    id: '${id}',
    method: '${operation.method.toUpperCase()}',
    path: '${operation.path}',
    scope: ${JSON.stringify(operation.scope)},
    pathParameters: ${of('path')},
    queryParameters: ${of('query')},
    headerParameters: ${of('header')},
    checkParameters: validators.${id}_parameters,
    checkBody: ${operation.requestBody === undefined ? 'null' : `validators.${id}_body`},
    responses: {
${responses.join('\n')}
    },
  },`;
  });
  return `${header}import type { OperationSpec } from '../http/operationSpec.ts';
import * as validators from './validators.js';

/** One entry per operationId. */
export const operations = {
${entries.join('\n')}
} satisfies Record<string, OperationSpec>;

export type OperationId = keyof typeof operations;
`;
}

function documentsModule(texts: Record<string, string>): string {
  const lines = Object.entries(texts).map(([name, text]) => `export const ${name}: string =\n  ${JSON.stringify(text)};\n`);
  return `${header}${lines.join('\n')}`;
}

