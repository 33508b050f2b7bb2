/** `npm run bench [-- name …]`: every figure the product promises, each a ratio or a median of one run. Exit code 1 when a bar is missed. */
import Table from 'cli-table3';
import { cells } from './cells.ts';
import { codeAnswer } from './codeAnswer.ts';
import { enqueueToClaim } from './enqueueToClaim.ts';
import { getSubmission } from './getSubmission.ts';
import { jail } from './jail.ts';
import { listQuestions } from './listQuestions.ts';
import { runtimes } from './runtimes.ts';
import { secondStart } from './secondStart.ts';
import { type Figure, reached } from './support/figures.ts';
import { removeHome, startProduct } from '../tests/support/product.ts';

const benches = { codeAnswer, jail, getSubmission, listQuestions, enqueueToClaim, secondStart, runtimes, cells };
const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !(name in benches));
if (unknown.length) {
  console.error(`No bench is called ${unknown.join(', ')}. There are: ${Object.keys(benches).join(', ')}.`);
  process.exit(2);
}

const product = await startProduct();
const figures: Figure[] = [];
try {
  for (const [name, bench] of Object.entries(benches)) {
    if (chosen.length && !chosen.includes(name)) continue;
    console.log(`… ${name}`);
    const seen = await bench(product);
    for (const f of seen) console.log(`  ${f.name}: ${f.value.toFixed(2)} ${f.unit} (${f.detail})`);
    figures.push(...seen);
  }
} finally {
  await product.stop();
  removeHome(product.home);
}

const table = new Table({ head: ['figure', 'seen', 'bar', '', 'how'], colWidths: [44, 12, 12, 5, 60], wordWrap: true, style: { head: [] } });
for (const f of figures) {
  const digits = f.value < 10 ? 2 : 1;
  table.push([f.name, `${f.value.toFixed(digits)} ${f.unit}`, `${f.direction === 'atLeast' ? '≥' : '≤'} ${f.bar} ${f.unit}`, reached(f) ? 'ok' : 'NO', f.detail]);
}
console.log(table.toString());
console.log(`${figures.filter(reached).length} of ${figures.length} bars reached on ${new Date().toISOString().slice(0, 10)}, Node ${process.version}`);
process.exitCode = figures.every(reached) ? 0 : 1;
