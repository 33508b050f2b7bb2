import { readFileSync, statSync } from 'node:fs';
import { localPaths, makeHome } from '../local/paths.ts';
import { progressTo } from '../local/progress.ts';
import { untilSignal } from '../local/stopOnSignals.ts';
import { reportBytesMax } from '../local/suite/readSuiteSummary.ts';
import { runSuite } from '../local/suite/runSuite.ts';
import { lastReportFile, ownFingerprint, reportKey, signReport, verifyReport } from '../local/suite/signReport.ts';
import { writeWhole } from '../local/writeWhole.ts';
import type { SuiteEvent, SuiteReport } from '../protocol/suiteReport.ts';
import { CommandFailed } from './exit.ts';
import { type Paint, paintFor, printable } from './output.ts';
import { setUpGrading } from './setup.ts';
import { suiteTable } from './suiteTable.ts';

export interface SelftestOptions {
  runtimes?: string;
  only?: string;
  verify?: string;
  key?: string;
  json?: boolean;
}

/** `gradecheck selftest`: the hostile suite on this machine. Exit code 0 only when every attack was held; a whole run leaves a signed report. */
export async function selftest(options: SelftestOptions): Promise<number> {
  if (options.verify !== undefined) return verify(options.verify, options.key);
  const paths = localPaths();
  makeHome(paths.home);
  const problems = await untilSignal((signal) => setUpGrading({ paths, env: process.env, progress: progressTo(process.stderr), signal }, { withTests: false }));
  if (problems.length > 0) throw new CommandFailed(problems.map((problem) => `${problem.message} ${problem.cure}`).join('\n'));
  const paint = paintFor(process.stderr);
  const report = await runSuite(paths, options, progress(paint)).catch((error: Error) => {
    throw new CommandFailed(error.message);
  });
  const signed = signReport(report, reportKey(paths.home));
  // Part of a suite proves nothing about the rest: what is shown to others is a whole run.
  const whole = options.only === undefined && options.runtimes === undefined;
  if (whole) writeWhole(lastReportFile(paths.home), `${JSON.stringify(signed, null, 1)}\n`);
  if (options.json) console.log(JSON.stringify(signed, null, 1));
  else printReport(report, whole ? lastReportFile(paths.home) : undefined);
  return report.held === report.total ? 0 : 1;
}

/** One line that is written over on a terminal; elsewhere one for each fifty. What was not held is told at once. */
function progress(paint: Paint): (event: SuiteEvent) => void {
  let done = 0;
  let total = 0;
  const live = Boolean(process.stderr.isTTY);
  const say = (line: string) => process.stderr.write(`${live ? '\r\x1b[K' : ''}${line}\n`);
  return (event) => {
    if (event.event === 'begin') {
      total = event.total;
      say(`${total} attacks in ${event.runtimes.map((runtime) => runtime.name).join(', ')}.`);
      for (const [runtime, why] of Object.entries(event.left_out)) say(paint.warn(`SKIPPED: no attack runs in ${runtime}, for ${why}`));
    } else if (event.event === 'attack') {
      done += 1;
      if (!event.held) say(`${paint.bad('NOT HELD')} ${event.name} in ${event.cell === 'warmed' ? 'a warmed cell of ' : ''}${event.runtime}: ${printable(event.why)}`);
      if (live) process.stderr.write(`\r\x1b[K${done}/${total} ${event.runtime} ${event.name}`.slice(0, (process.stderr.columns ?? 80) + 3));
      else if (done % 50 === 0) say(`${done}/${total}`);
    } else if (live) process.stderr.write('\r\x1b[K');
  };
}

function printReport(report: SuiteReport, file: string | undefined): void {
  console.log(suiteTable(report, process.stdout));
  for (const [runtime, why] of Object.entries(report.left_out)) console.log(`Skipped: ${runtime}, for ${why}`);
  console.log(`${report.held} of ${report.total} attacks were held.`);
  if (file) console.log(`The signed report is ${file}; check it anywhere with: npx gradecheck selftest --verify <file> --key ${ownFingerprint(localPaths().home)}`);
}

/** Sizes first: the file comes from somebody else. */
function readReport(file: string): string {
  try {
    const found = statSync(file);
    if (!found.isFile() || found.size > reportBytesMax) throw new CommandFailed(`${file} is no report: name the JSON file that "npx gradecheck selftest" wrote, of at most ${reportBytesMax >> 20} MiB.`);
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof CommandFailed) throw error;
    throw new CommandFailed(`${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? String(error)}). Name the JSON file that "npx gradecheck selftest" wrote.`);
  }
}

function verify(file: string, key: string | undefined): number {
  const { state, fingerprint, report } = verifyReport(readReport(file), key?.toLowerCase() ?? ownFingerprint(localPaths().home));
  const about = report && `${report.held} of ${report.total} attacks held in ${report.runtimes.map((runtime) => runtime.name).join(', ')}, ${report.finished_at}, Gradecheck ${report.gradecheck_version}.`;
  const said = {
    valid: `Valid: signed with the key ${fingerprint}. ${about}`,
    other_key: `Unchanged since it was signed, but with the key ${fingerprint}, which is not ${key ? 'the one you named' : "this machine's"}. If it belongs to the machine that you mean, add --key ${fingerprint}. ${about}`,
    altered: 'Altered: this is not what was signed.',
    unreadable: 'This is no signed report of the hostile suite.',
  };
  console.log(printable(said[state]));
  return state === 'valid' ? 0 : 1;
}
