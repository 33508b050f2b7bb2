import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Lock, LockHeld } from './lock.ts';

const holderScript = `
  import { Lock } from ${JSON.stringify(fileURLToPath(new URL('./lock.ts', import.meta.url)))};
  try {
    (await Lock.take(process.argv[1], 'serve')).tell('http://127.0.0.1:' + process.pid);
    console.log('held');
    setInterval(() => {}, 1000);
  } catch (error) {
    console.log(error.name);
  }`;

let home: string;
let children: ChildProcess[];

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'gradecheck-lock-'));
  children = [];
});

afterEach(async () => {
  await Promise.all(children.map(killHard));
  rmSync(home, { recursive: true, force: true });
});

describe('Lock', { timeout: 60_000 }, () => {
  it('names the process that holds it, and where that one can be reached', async () => {
    const holder = startHolder();
    expect(await firstLine(holder)).toBe('held');
    const refused = await Lock.take(home, 'serve').catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(LockHeld);
    expect((refused as LockHeld).holder).toEqual({ pid: holder.pid, url: `http://127.0.0.1:${holder.pid}` });
  });

  it('is free again after kill -9, and sweeps up what that left', async () => {
    const holder = startHolder();
    await firstLine(holder);
    await killHard(holder);
    const lock = await Lock.take(home, 'serve');
    expect(readdirSync(join(home, 'locks'))).toHaveLength(1);
    lock.release();
    expect(readdirSync(join(home, 'locks'))).toEqual([]);
  });

  it('does not take another process with the same pid for the holder', async () => {
    const first = await Lock.take(home, 'other');
    first.release();
    writeFileSync(join(home, 'locks', `serve.${process.ppid}.12345678-1.lock`), '{"pid":1}');
    const lock = await Lock.take(home, 'serve');
    lock.release();
  });

  it('lets one of eight that start together through, and never two', async () => {
    const said = await Promise.all(Array.from({ length: 8 }, () => firstLine(startHolder())));
    expect(said.filter((word) => word === 'held').length).toBeLessThanOrEqual(1);
    expect(said.every((word) => word === 'held' || word === 'LockHeld')).toBe(true);
  });

  it('keeps different names apart', async () => {
    const serve = await Lock.take(home, 'serve');
    const setup = await Lock.take(home, 'setup');
    serve.release();
    setup.release();
  });
});

function startHolder(): ChildProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', holderScript, home], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  return child;
}

async function firstLine(child: ChildProcess): Promise<string> {
  const [line] = (await once(createInterface({ input: child.stdout! }), 'line')) as [string];
  return line;
}

async function killHard(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}
