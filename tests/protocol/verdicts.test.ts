/** One verdict list for contract, database and judge: whoever adds a word adds it everywhere. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { submissionStatuses, verdicts } from '../../src/protocol/verdicts.ts';
import { root } from '../support/product.ts';

const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const quoted = (text: string): string[] => [...text.matchAll(/'([a-z_]+)'(?:::text)?/g)].map((m) => m[1]!);
const sorted = (words: readonly string[]): string[] => [...words].sort();

describe('the verdict list', () => {
  it('is the same in openapi.yaml', () => {
    const { components } = parse(read('openapi.yaml')) as { components: { schemas: Record<string, { enum?: string[] }> } };
    expect(sorted(components.schemas.Verdict!.enum!)).toEqual(sorted(verdicts));
    expect(sorted(components.schemas.SubmissionStatus!.enum!)).toEqual(sorted(submissionStatuses));
  });

  it('is the same in the database', () => {
    const check = read('db/structure.sql').split('\n').find((line) => line.includes('submissions_verdict_known'));
    expect(sorted(quoted(check ?? ''))).toEqual(sorted(verdicts));
  });

  it('holds every word that the judge can say', () => {
    const said = [...read('workers/judge/grade_case.py').matchAll(/VERDICT_OF_KIND = \{([^}]+)\}/g)].flatMap((m) => [...m[1]!.matchAll(/: "([a-z_]+)"/g)].map((w) => w[1]!));
    expect(said.length).toBeGreaterThan(5);
    expect(said.filter((word) => !(verdicts as readonly string[]).includes(word))).toEqual([]);
  });

  it('is explained in the glossary', () => {
    const glossary = read('docs/glossary.md');
    expect(verdicts.filter((word) => !glossary.includes(`\`${word}\``))).toEqual([]);
  });
});
