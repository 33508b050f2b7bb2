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
  const { files, failures } = await generateAll();
  for (const failure of failures) console.error(failure);
  if (failures.length > 0) process.exitCode = 1;
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

/** One part that cannot be made, a broken question for instance, does not keep the others from being made. */
async function generateAll(): Promise<{ files: GeneratedFiles; failures: unknown[] }> {
  const parts = await Promise.allSettled([generateContract(root), generateErrorsDoc(), generateQuestionBank()]);
  return {
    files: Object.assign({}, ...parts.map((part) => (part.status === 'fulfilled' ? part.value : {}))) as GeneratedFiles,
    failures: parts.flatMap((part) => (part.status === 'rejected' ? [part.reason as unknown] : [])),
  };
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
