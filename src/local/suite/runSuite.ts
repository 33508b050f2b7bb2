import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { SuiteEvent, SuiteReport, SuiteResult } from '../../protocol/suiteReport.ts';
import type { LocalPaths } from '../paths.ts';

export interface SuiteOptions {
  /** Comma-separated; all when absent. */
  runtimes?: string;
  /** An id of the catalogue, or how a name begins. */
  only?: string;
}

/** Runs workers/hostile on this machine and hands each event on. Rejects, with a sentence, when it could not run to its end. */
export async function runSuite(paths: LocalPaths, options: SuiteOptions, onEvent: (event: SuiteEvent) => void): Promise<SuiteReport> {
  const startedAt = new Date().toISOString();
  const args = ['-I', join(paths.root, 'workers', 'hostile', '__main__.py'), '--build', paths.build, ...(options.runtimes ? ['--runtimes', options.runtimes] : []), ...(options.only ? ['--only', options.only] : [])];
  // The judge's environment too is built from nothing.
  const child = spawn(paths.python, args, { stdio: ['ignore', 'pipe', 'inherit'], env: { PATH: '/usr/bin:/bin', LANG: 'C.UTF-8' } });
  const ended = new Promise<number>((done, reject) => child.once('error', reject).once('close', (code) => done(code ?? 2)));
  let begun: Extract<SuiteEvent, { event: 'begin' }> | undefined;
  let broken = 'The hostile suite ended before it was through; see above.';
  let complete = false;
  const attacks: SuiteResult[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    const event = JSON.parse(line) as SuiteEvent;
    onEvent(event);
    if (event.event === 'begin') begun = event;
    else if (event.event === 'attack') attacks.push(withoutEvent(event));
    else if (event.event === 'broken') broken = event.reason;
    else complete = true;
  }
  await ended;
  if (!begun || !complete || attacks.length !== begun.total) throw new Error(broken);
  return {
    format: 1,
    started_at: startedAt,
    finished_at: new Date().toISOString(),
    gradecheck_version: (JSON.parse(readFileSync(join(paths.root, 'package.json'), 'utf8')) as { version: string }).version,
    runtimes: begun.runtimes,
    left_out: begun.left_out,
    device: begun.device,
    isolation: begun.isolation,
    held: attacks.filter((attack) => attack.held).length,
    total: attacks.length,
    attacks,
  };
}

function withoutEvent({ event: _event, ...result }: Extract<SuiteEvent, { event: 'attack' }>): SuiteResult {
  return result;
}
