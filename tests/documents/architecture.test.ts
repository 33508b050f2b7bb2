/** ARCHITECTURE.md, README.md and CONTRIBUTING.md speak of files and commands: each of them must exist. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../support/product.ts';

const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const documents = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'docs/glossary.md', 'questions/README.md', 'workers/sandbox/THEORY.md'];

/** `path/to/file.ext` in code quotes, from the root; patterns with a placeholder or a star are not names. */
function filesNamed(text: string): string[] {
  const quoted = [...text.matchAll(/`([A-Za-z_.][\w./-]*\/[\w.-]+\.(?:ts|mjs|py|c|h|sql|md|yaml|json|cjs))`/g)].map((m) => m[1]!);
  return [...new Set(quoted)];
}

const linksIn = (text: string): string[] => [...text.matchAll(/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g)].map((m) => m[1]!);

describe.each(documents)('%s', (document) => {
  const text = read(document);
  it('names files that exist', () => {
    const missing = filesNamed(text).filter((file) => !file.startsWith('.gradecheck/') && !existsSync(join(root, file)) && !existsSync(join(root, dirname(document), file)));
    expect(missing).toEqual([]);
  });
  it('links to files that exist', () => {
    expect(linksIn(text).filter((link) => !existsSync(join(root, dirname(document), link)))).toEqual([]);
  });
});

describe('ARCHITECTURE.md', () => {
  it('fits on a page or two', () => {
    expect(read('ARCHITECTURE.md').split('\n').length).toBeLessThan(90);
  });
  it('has journeys of real files, at least a dozen', () => {
    expect(filesNamed(read('ARCHITECTURE.md')).length).toBeGreaterThan(12);
  });
});

describe('decision records', () => {
  it('are numbered without gaps, each with decision, reason and price', () => {
    const files = readdirSync(join(root, 'docs/decisions')).sort();
    files.forEach((file, index) => {
      expect(file).toMatch(new RegExp(`^${String(index + 1).padStart(4, '0')}-`));
      for (const part of ['**Decision.**', '**Why.**', '**Price.**']) expect(read(`docs/decisions/${file}`)).toContain(part);
    });
  });
});

describe('npm scripts named in the documents', () => {
  it('exist', () => {
    const scripts = Object.keys((JSON.parse(read('package.json')) as { scripts: object }).scripts);
    const named = documents.flatMap((d) => [...read(d).matchAll(/npm run ([\w:-]+)/g)].map((m) => m[1]!));
    expect([...new Set(named)].filter((name) => !scripts.includes(name))).toEqual([]);
  });
});
