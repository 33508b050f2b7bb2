import addFormats from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { build } from 'esbuild';
import type { OpenApiDocument, Operation, Schema } from './openapiDocument.ts';

/**
 * One validator function per schema, compiled now: Cloudflare forbids making code from strings at run time, and nobody should pay for
 * compiling at start. esbuild bundles the result because it still `require`s helpers for string lengths and formats. References are to
 * the schemas of `document`.
 */
export async function validatorsModule(document: OpenApiDocument, schemas: Record<string, Schema>, madeFrom: string): Promise<{ code: string; declarations: string }> {
  const ajv = new Ajv2020({
    code: { source: true, esm: true, optimize: 1 },
    discriminator: true,
    useDefaults: true,
    inlineRefs: false, // a third of the size; the calls cost nothing measurable
    // The first fault ends it: collecting them all takes minutes for a body of 1 MiB that consists of faults.
    allErrors: false,
    strict: true,
    strictTypes: false,
    strictRequired: false, // unions require `kind` where only their branches define it
  });
  // CommonJS default exports arrive wrapped.
  (addFormats as unknown as { default: (ajv: Ajv2020) => void }).default(ajv);
  ajv.addSchema({ $id: 'api', $defs: rebase(document.components.schemas) as Record<string, Schema> });
  for (const [name, schema] of Object.entries(schemas)) ajv.addSchema({ $id: name, ...(rebase(schema) as Schema) });

  const names = Object.keys(schemas);
  const source = (standaloneCode as unknown as { default: (ajv: Ajv2020, refs: Record<string, string>) => string }).default(
    ajv,
    Object.fromEntries(names.map((name) => [name, name])),
  );
  const bundle = await build({
    stdin: { contents: source, resolveDir: import.meta.dirname, loader: 'js' },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
    target: 'es2022',
    minifyWhitespace: true,
    minifyIdentifiers: true,
    legalComments: 'none',
    charset: 'ascii',
  });
  const header = `// Made from ${madeFrom} by \`npm run gen\`. Do not edit.\n`;
  return {
    code: `${header}/* eslint-disable */\n${bundle.outputFiles[0]!.text}`,
    declarations: `${header}import type { Validator } from '../http/operationSpec.ts';\n\n${names.map((name) => `export declare const ${name}: Validator;`).join('\n')}\n`,
  };
}

/** Every body, parameter set and answer of the API. */
export function schemasOf(operations: Operation[]): Record<string, Schema> {
  const schemas: Record<string, Schema> = {};
  for (const operation of operations) {
    schemas[`${operation.operationId}_parameters`] = parametersSchema(operation);
    const body = operation.requestBody?.content['application/json'];
    if (body !== undefined) schemas[`${operation.operationId}_body`] = body.schema;
    for (const [status, response] of Object.entries(operation.responses)) {
      const json = response.content?.['application/json'];
      if (json !== undefined) schemas[`${operation.operationId}_${status}`] = json.schema;
    }
  }
  return schemas;
}

/** `{path, query, header}` in one object, so that a request costs one call. */
function parametersSchema(operation: Operation): Schema {
  const group = (where: string): Schema => {
    const own = operation.parameters.filter((parameter) => parameter.in === where);
    return {
      type: 'object',
      additionalProperties: false,
      required: own.filter((parameter) => parameter.required === true).map((parameter) => parameter.name),
      properties: Object.fromEntries(own.map((parameter) => [parameter.name, parameter.schema])),
    };
  };
  return { type: 'object', required: ['path', 'query', 'header'], properties: { path: group('path'), query: group('query'), header: group('header') } };
}

/**
 * References leave the document and point into the schema registered as `api`; `examples` says nothing to a validator, and the mapping of a
 * discriminator nothing that its branches do not say.
 */
function rebase(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(rebase);
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node)
      .filter(([key, value]) => !(key === 'examples' && Array.isArray(value)))
      .map(([key, value]) => [key, key === '$ref' ? String(value).replace('#/components/schemas/', 'api#/$defs/') : rebase(key === 'discriminator' ? withoutMapping(value) : value)]),
  );
}

const withoutMapping = (discriminator: unknown): unknown => ({ propertyName: (discriminator as { propertyName: string }).propertyName });
