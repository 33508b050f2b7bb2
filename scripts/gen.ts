import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { generateContract } from './gen/contract.ts';
import { generateErrorsDoc } from './gen/errorsDoc.ts';

/** Path, relative to the repository, to the content that belongs there. */
export type GeneratedFiles = Record<string, string>;

const root = fileURLToPath(new URL('..', import.meta.url));

/** Writes everything that is made from something else, or with `--check` says what no longer matches its source. */
async function main(): Promise<void> {
  const files = await generateAll();
  const stale = Object.keys(files).filter((path) => currentContent(path) !== files[path]);

  if (process.argv.includes('--check')) {
    if (stale.length > 0) {
      console.error(`Generated files are stale. Run: npm run gen\n${stale.map((path) => `  ${path}`).join('\n')}`);
      process.exitCode = 1;
      return;
    }
    console.log(`${Object.keys(files).length} generated files are fresh.`);
    return;
  }

  for (const path of stale) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), files[path]!);
    console.log(`wrote ${path}`);
  }
  if (stale.length === 0) console.log('Everything generated is fresh.');
}

async function generateAll(): Promise<GeneratedFiles> {
  const parts = await Promise.all([generateContract(root), generateErrorsDoc(), generateQuestionBank()]);
  return Object.assign({}, ...parts) as GeneratedFiles;
}

async function generateQuestionBank(): Promise<GeneratedFiles> {
  const script = join(root, 'scripts/gen/questionCatalogue.ts');
  if (!existsSync(script)) return {};
  const { generateQuestionCatalogue } = (await import(pathToFileURL(script).href)) as {
    generateQuestionCatalogue(): Promise<GeneratedFiles>;
  };
  return generateQuestionCatalogue();
}

function currentContent(path: string): string | null {
  const file = join(root, path);
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}

await main();
