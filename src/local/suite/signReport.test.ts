import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SuiteReport } from '../../protocol/suiteReport.ts';
import { readSuiteSummary } from './readSuiteSummary.ts';
import { lastReportFile, ownFingerprint, reportKey, signReport, suiteFolder, verifyReport } from './signReport.ts';

let home: string;
beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'suite-'))));
afterEach(() => rmSync(home, { recursive: true, force: true }));

const attack = { id: 'KN-02', name: 'KN-02-namespaces-unshare', runtime: 'numpy', attack: 'new namespaces', layer: 'cell', expected: 'security_violation', seen: 'security_violation', held: true, why: '', seconds: 0.1 };
const report: SuiteReport = {
  format: 1,
  started_at: '2026-01-01T00:00:00.000Z',
  finished_at: '2026-01-01T00:05:00.000Z',
  gradecheck_version: '0.1.0',
  runtimes: [{ name: 'numpy', version: '2.4.6', devices: ['cpu'] }],
  left_out: { tfjs: 'it is not prepared on this machine' },
  device: { type: 'cpu', name: 'a processor', driver: null, libraries: {} },
  isolation: { checked_at: '2026-01-01T00:00:00.000Z', serves: true, layers: [], selftest: [], kernel: 'Linux' },
  held: 1,
  total: 2,
  attacks: [attack, { ...attack, name: 'KN-02-namespaces-mount', held: false, why: 'it got accepted' }],
};
const signed = () => signReport(report, reportKey(home));
const stateOf = (value: unknown) => verifyReport(JSON.stringify(value), ownFingerprint(home)).state;

describe('the key', () => {
  test('is made once, and nobody else may read it', () => {
    const first = reportKey(home).export({ type: 'pkcs8', format: 'pem' });
    expect(reportKey(home).export({ type: 'pkcs8', format: 'pem' })).toEqual(first);
    expect(statSync(join(suiteFolder(home), 'key.pem')).mode & 0o777).toBe(0o600);
    expect(statSync(suiteFolder(home)).mode & 0o777).toBe(0o700);
  });

  test('of a machine that never signed is not made by looking', () => {
    expect(ownFingerprint(home)).toBeUndefined();
  });
});

describe('a signed report', () => {
  test('is valid, however it is spaced and whatever the order of its keys', () => {
    const { report: told, signature } = signed();
    expect(stateOf({ signature, report: told })).toBe('valid');
    const turned = Object.fromEntries(Object.entries(told).reverse());
    expect(verifyReport(JSON.stringify({ report: turned, signature }, null, 4), ownFingerprint(home))).toMatchObject({ state: 'valid', report: { held: 1 } });
  });

  test.each([
    ['a count', (r: SuiteReport) => ({ ...r, held: 2 })],
    ['a result', (r: SuiteReport) => ({ ...r, attacks: r.attacks.map((one) => ({ ...one, held: true })) })],
    ['the date', (r: SuiteReport) => ({ ...r, finished_at: '2027-01-01T00:00:00.000Z' })],
    ['a row', (r: SuiteReport) => ({ ...r, attacks: r.attacks.slice(1) })],
    ['a further field', (r: SuiteReport) => ({ ...r, remark: 'all well' })],
  ])('with another value for %s is altered', (_, change) => {
    const { report: told, signature } = signed();
    expect(stateOf({ report: change(told), signature })).toBe('altered');
  });

  test('that claims other totals than its rows is altered, though it is signed', () => {
    expect(stateOf(signReport({ ...report, held: 2 }, reportKey(home)))).toBe('altered');
  });

  test('by another key says so, and by the key that is named is valid', () => {
    const foreign = signReport(report, generateKeyPairSync('ed25519').privateKey);
    reportKey(home);
    const { state, fingerprint } = verifyReport(JSON.stringify(foreign), ownFingerprint(home));
    expect(state).toBe('other_key');
    expect(verifyReport(JSON.stringify(foreign), fingerprint).state).toBe('valid');
  });

  test('with another public key in it is altered', () => {
    const other = signReport(report, generateKeyPairSync('ed25519').privateKey);
    expect(stateOf({ report, signature: { ...signed().signature, public_key: other.signature.public_key } })).toBe('altered');
    expect(stateOf({ report, signature: { ...signed().signature, public_key: 'AAAA' } })).toBe('altered');
  });

  test.each(['', 'null', '[]', '{"report":{},"signature":{}}', '{"report":{"format":2},"signature":{"algorithm":"Ed25519","public_key":"","value":""}}', '{'])('is not %j', (text) => {
    expect(verifyReport(text, undefined).state).toBe('unreadable');
  });
});

describe('what a worker tells', () => {
  test('is nothing where the suite never ran', () => {
    expect(readSuiteSummary(home)).toBeUndefined();
  });

  test('is date, versions, counts and the state of the signature', () => {
    writeFileSync(lastReportFile((reportKey(home), home)), JSON.stringify(signed()));
    expect(readSuiteSummary(home)).toEqual({
      finished_at: report.finished_at,
      gradecheck_version: '0.1.0',
      runtimes: [{ name: 'numpy', version: '2.4.6' }],
      left_out: ['tfjs'],
      held: 1,
      total: 2,
      signature: 'valid',
      key_fingerprint: ownFingerprint(home),
    });
  });

  test('is no count of a report that was altered, and no failure of one that cannot be read', () => {
    writeFileSync(lastReportFile((reportKey(home), home)), JSON.stringify({ ...signed(), report: { ...report, held: 2 } }));
    expect(readSuiteSummary(home)).toMatchObject({ signature: 'altered', held: 0, total: 0, finished_at: '' });
    rmSync(lastReportFile(home));
    mkdirSync(lastReportFile(home));
    expect(readSuiteSummary(home)).toMatchObject({ signature: 'unreadable', total: 0 });
  });

  test('survives a broken key', () => {
    writeFileSync(lastReportFile((reportKey(home), home)), JSON.stringify(signed()));
    const key = join(suiteFolder(home), 'key.pem');
    writeFileSync(key, readFileSync(key, 'utf8').slice(0, 40));
    chmodSync(key, 0o600);
    expect(readSuiteSummary(home)).toMatchObject({ signature: 'other_key' });
  });
});
