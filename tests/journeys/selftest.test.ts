import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { lastReportFile } from '../../src/local/suite/signReport.ts';
import { gradecheck, shell } from '../support/commandLine.ts';

const home = mkdtempSync(join(tmpdir(), 'selftest-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

describe('the selftest', () => {
  test('runs attacks in cells of this machine and says which were held', async () => {
    const { code, stdout, stderr } = await gradecheck(['selftest', '--runtimes', 'numpy', '--only', 'KN-06'], shell(home));
    expect(stderr + stdout).toContain('1 of 1 attacks were held.');
    expect(stdout).toMatch(/KN-06\s*│ held 1\s*│ cell/);
    expect(code).toBe(0);
    // A part proves nothing of the whole.
    expect(() => readFileSync(lastReportFile(home))).toThrow('ENOENT');
  }, 120_000);

  test('signs what it says, and anybody with the fingerprint can check it', async () => {
    const { code, stdout } = await gradecheck(['selftest', '--runtimes', 'numpy', '--only', 'RS-07', '--json'], shell(home));
    expect(code).toBe(0);
    const file = join(home, 'copy.json');
    writeFileSync(file, stdout);
    const own = await gradecheck(['selftest', '--verify', file], shell(home));
    expect(own).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Valid: signed with the key [0-9a-f]{64}\. 3 of 3 attacks held in numpy/) });
    const key = /key ([0-9a-f]{64})/.exec(own.stdout)![1]!;

    const elsewhere = shell(mkdtempSync(join(home, 'elsewhere-')));
    expect(await gradecheck(['selftest', '--verify', file], elsewhere)).toMatchObject({ code: 1, stdout: expect.stringContaining(`--key ${key}`) });
    expect((await gradecheck(['selftest', '--verify', file, '--key', key], elsewhere)).code).toBe(0);

    writeFileSync(file, stdout.replace('"seen": "wrong_answer"', '"seen": "accepted"'));
    expect(await gradecheck(['selftest', '--verify', file], shell(home))).toMatchObject({ code: 1, stdout: expect.stringContaining('Altered') });
  }, 120_000);

  test('says what is wrong instead of running nothing', async () => {
    expect(await gradecheck(['selftest', '--runtimes', 'numpy', '--only', 'ZZ-99'], shell(home))).toMatchObject({ code: 2, stderr: expect.stringContaining('No attack is named ZZ-99.') });
    expect((await gradecheck(['selftest', '--runtimes', 'cobol'], shell(home))).code).toBe(2);
    for (const [file, said] of [['/no/such/report', 'cannot be read (ENOENT)'], [home, 'is no report'], ['/dev/zero', 'is no report']] as const) {
      expect(await gradecheck(['selftest', '--verify', file], shell(home))).toMatchObject({ code: 2, stderr: expect.stringContaining(said) });
    }
  }, 120_000);
});
