import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateContract } from './gen/contract.ts';
import { generateErrorsDoc } from './gen/errorsDoc.ts';
import { BankBroken } from './gen/questionBank/bankProblem.ts';
import { generateQuestionCatalogue } from './gen/questionCatalogue.ts';

/** Path, relative to the repository, to the content that belongs there. */
export type GeneratedFiles = Record<string, string>;

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Writes everything that is made from something else, or with `--check` says what no longer matches its source.
 * What the bank still lacks (mutation scores, topics) is listed by the check, and fails it with `--complete`.
 */
async function main(): Promise<void> {
  const { files, failures, shortcomings } = await generateAll();
  for (const failure of failures) console.error(failure instanceof BankBroken ? failure.message : failure);
  if (failures.length > 0) process.exitCode = 1;
  const stale = Object.keys(files).filter((path) => currentContent(path) !== files[path]);

  if (process.argv.includes('--check')) {
    if (stale.length > 0) {
      console.error(`Generated files are stale. Run: npm run gen\n${stale.map((path) => `  ${path}`).join('\n')}`);
      process.exitCode = 1;
    } else {
      console.log(`${Object.keys(files).length} generated files are fresh.`);
    }
    for (const shortcoming of shortcomings) console.error(shortcoming);
    if (shortcomings.length > 0 && process.argv.includes('--complete')) process.exitCode = 1;
    return;
  }

  for (const path of stale) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), files[path]!);
    console.log(`wrote ${path}`);
  }
  if (stale.length === 0) console.log('Everything generated is fresh.');
  if (shortcomings.length > 0) console.log(`${shortcomings.length} shortcomings of the bank; npm run bank:check lists them.`);
}

/** One part that cannot be made, a broken question for instance, does not keep the others from being made. */
async function generateAll(): Promise<{ files: GeneratedFiles; failures: unknown[]; shortcomings: string[] }> {
  const [contract, errors, bank] = await Promise.allSettled([generateContract(root), generateErrorsDoc(), generateQuestionCatalogue()]);
  const made = bank.status === 'fulfilled' ? bank.value : { files: {}, shortcomings: [] };
  return {
    files: { ...(contract.status === 'fulfilled' ? contract.value : {}), ...(errors.status === 'fulfilled' ? errors.value : {}), ...made.files },
    failures: [contract, errors, bank].flatMap((part) => (part.status === 'rejected' ? [part.reason as unknown] : [])),
    shortcomings: made.shortcomings,
  };
}

function currentContent(path: string): string | null {
  const file = join(root, path);
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}

await main();
