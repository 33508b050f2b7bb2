#!/usr/bin/env node
// Everything a change must pass, in one command: `npm test`. Ends with `N passed, N failed[, N skipped]`.
// `--static` stops before the tests; `--only=name[,name]` runs single stages.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const home = process.env.GRADECHECK_HOME ?? join(root, '.gradecheck');
const python = process.env.GRADECHECK_PYTHON ?? join(home, 'python', 'bin', 'python');
const reports = join(home, 'reports');
const bin = (name) => join(root, 'node_modules', '.bin', name);
const only = process.argv.find((a) => a.startsWith('--only='))?.slice(7).split(',');
const staticOnly = process.argv.includes('--static');

const stages = [
  { name: 'setup', says: 'Python environment, C helper, build', command: [process.execPath, 'bin/gradecheck.mjs', 'setup', '--with-tests'], must: true },
  // Their tests and questions are part of the whole; a machine that must do without says so by GRADECHECK_TFJS=off or GRADECHECK_KERAS=off.
  { name: 'tfjs', says: 'TensorFlow.js runtime', off: process.env.GRADECHECK_TFJS === 'off', command: [process.execPath, 'bin/gradecheck.mjs', 'setup', '--runtime', 'tfjs'] },
  { name: 'keras', says: 'Keras runtime', off: process.env.GRADECHECK_KERAS === 'off', command: [process.execPath, 'bin/gradecheck.mjs', 'setup', '--runtime', 'keras'] },
  { name: 'types', says: 'TypeScript', command: [process.execPath, 'node_modules/typescript7/bin/tsc', '-p', '.'] },
  { name: 'lint', says: 'eslint', command: [bin('eslint'), '.', '--max-warnings=0'] },
  { name: 'ruff', says: 'Python lint', command: [python, '-m', 'ruff', 'check', 'workers', 'questions', 'bench'] },
  { name: 'gen', says: 'generated files are fresh', command: [bin('tsx'), 'scripts/gen.ts', '--check'] },
  { name: 'imports', says: 'who may import what', command: [bin('depcruise'), '--config', '.dependency-cruiser.cjs', 'src', 'db', 'workers', 'tests', 'bench', 'scripts'] },
  {
    name: 'python',
    says: 'judge, cells, sandbox',
    tests: true,
    command: [python, '-m', 'pytest', '-q', '-p', 'no:cacheprovider', 'workers', 'tests/gpu', `--junitxml=${join(reports, 'pytest.xml')}`],
    count: () => countJunit(join(reports, 'pytest.xml')),
  },
  {
    name: 'vitest',
    says: 'TypeScript tests',
    tests: true,
    command: [bin('vitest'), 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${join(reports, 'vitest.json')}`],
    count: () => countVitest(join(reports, 'vitest.json')),
  },
];

/** Totals of pytest's junit file, or undefined when it wrote none. */
function countJunit(file) {
  if (!existsSync(file)) return undefined;
  const head = readFileSync(file, 'utf8').match(/<testsuite [^>]*>/)?.[0] ?? '';
  const number = (name) => Number(head.match(new RegExp(`\\b${name}="(\\d+)"`))?.[1] ?? 0);
  const failed = number('failures') + number('errors');
  return { passed: number('tests') - failed - number('skipped'), failed, skipped: number('skipped') };
}

/** Totals of vitest's JSON file. A file that could not even be collected counts as one failure. */
function countVitest(file) {
  if (!existsSync(file)) return undefined;
  const report = JSON.parse(readFileSync(file, 'utf8'));
  const brokenFiles = report.testResults.filter((f) => f.status === 'failed' && f.assertionResults.length === 0).length;
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles,
    skipped: report.numPendingTests + (report.numTodoTests ?? 0),
  };
}

function run(command) {
  return new Promise((resolve) => {
    const child = spawn(command[0], command.slice(1), { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, FORCE_COLOR: '0' } });
    child.on('error', (error) => (console.error(String(error)), resolve(127)));
    child.on('close', (code) => resolve(code ?? 1));
  });
}

rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });
const total = { passed: 0, failed: 0, skipped: 0 };
const rows = [];
for (const stage of stages) {
  if (only ? !only.includes(stage.name) : staticOnly && stage.tests) continue;
  if (stage.off) {
    console.log(`\n== ${stage.name}: SKIPPED, switched off by the environment`);
    total.skipped += 1;
    continue;
  }
  console.log(`\n== ${stage.name}: ${stage.says}`);
  const began = Date.now();
  const code = await run(stage.command);
  const counted = stage.count?.() ?? { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
  // A runner that dies after its report, or leaks, must not look green.
  if (code !== 0 && counted.failed === 0) counted.failed = 1;
  if (stage.tests && counted.passed + counted.failed === 0) counted.failed = 1;
  for (const key of Object.keys(total)) total[key] += counted[key];
  rows.push({ stage: stage.name, ...counted, seconds: ((Date.now() - began) / 1000).toFixed(1) });
  if (stage.must && code !== 0) break;
}
console.log('\nstage       passed  failed  skipped   seconds');
for (const r of rows) console.log(`${r.stage.padEnd(10)} ${[r.passed, r.failed, r.skipped, r.seconds].map((v) => String(v).padStart(7)).join(' ')}`);
console.log(`\n${total.passed} passed, ${total.failed} failed${total.skipped ? `, ${total.skipped} skipped` : ''}`);
process.exitCode = total.failed === 0 ? 0 : 1;
