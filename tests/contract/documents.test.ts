import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { apiKeyScopes } from '../../db/rows.ts';
import { errorCatalogue } from '../../src/errors/catalogue.ts';
import { docsPage, errorsPage } from '../../src/generated/documents.ts';
import { operations } from '../../src/generated/operations.ts';
import { questionKinds } from '../../src/protocol/answers.ts';
import { submissionStatuses, verdicts } from '../../src/protocol/verdicts.ts';

interface Schema {
  enum?: string[];
  discriminator?: { propertyName: string; mapping: Record<string, string> };
  oneOf?: { $ref: string }[];
  properties?: Record<string, { const?: string; enum?: string[] }>;
}

/** What the contract, the code and the documents say in several places must be the same. */
const root = join(import.meta.dirname, '../..');
const { components, paths } = parse(readFileSync(join(root, 'openapi.yaml'), 'utf8')) as {
  components: { schemas: Record<string, Schema> };
  paths: Record<string, Record<string, { operationId: string; responses: Record<string, unknown> }>>;
};

test('the words of the protocol are those of the contract', () => {
  expect(components.schemas.Verdict!.enum).toEqual(verdicts);
  expect(components.schemas.SubmissionStatus!.enum).toEqual(submissionStatuses);
  expect(components.schemas.QuestionKind!.enum).toEqual(questionKinds);
  expect(components.schemas.Scope!.enum).toEqual(apiKeyScopes);
});

test('every operation of the contract is in the table, with an answer for errors', () => {
  const inContract = Object.values(paths).flatMap((item) => Object.values(item).map(({ operationId }) => operationId));
  expect(Object.keys(operations).sort()).toEqual(inContract.sort());
  for (const item of Object.values(paths)) for (const { responses } of Object.values(item)) expect(responses).toHaveProperty('default');
});

/** Without a mapping a client would look for a branch named like the value, and find none: `code` is no schema's name. */
test('a union says for each value of its discriminator which branch it means', () => {
  const unions = Object.entries(components.schemas).filter(([, { oneOf }]) => oneOf !== undefined);
  expect(unions.map(([name]) => name)).toEqual(['Question', 'Answer']);
  for (const [name, { discriminator, oneOf }] of unions) {
    const meant = oneOf!.flatMap(({ $ref }) => {
      const value = components.schemas[$ref.split('/').at(-1)!]!.properties![discriminator!.propertyName]!;
      return (value.enum ?? [value.const!]).map((one) => [one, $ref]);
    });
    expect(discriminator!.mapping, name).toEqual(Object.fromEntries(meant));
    expect(Object.keys(discriminator!.mapping).sort(), name).toEqual([...questionKinds].sort());
  }
});

test('every error code is explained in the repository and on the page that problems point to', () => {
  const markdown = readFileSync(join(root, 'docs/errors.md'), 'utf8');
  for (const [code, { status, title, cure }] of Object.entries(errorCatalogue)) {
    expect(markdown).toContain(`<a id="${code}"></a>`);
    expect(errorsPage).toContain(`id="${code}"`);
    expect(status).toBeGreaterThanOrEqual(400);
    for (const sentence of [title, cure]) expect(sentence).toMatch(/[.]$/);
  }
});

test('every link inside the reference leads somewhere', () => {
  const ids = new Set([...docsPage.matchAll(/\sid="([^"]+)"/g)].map((match) => match[1]));
  for (const [, target] of docsPage.matchAll(/href="#([^"]+)"/g)) expect(ids, target).toContain(target);
  for (const { id } of Object.values(operations)) expect(ids).toContain(id);
});
