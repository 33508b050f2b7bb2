import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SignatureState, SuiteReport } from '../../protocol/suiteReport.ts';
import { writeWhole } from '../writeWhole.ts';

/** A report with the signature over exactly these values, whatever the spacing of the file. */
export interface SignedReport {
  report: SuiteReport;
  signature: { algorithm: 'Ed25519'; public_key: string; value: string };
}

export const suiteFolder = (home: string): string => join(home, 'selftest');
export const lastReportFile = (home: string): string => join(suiteFolder(home), 'report.json');

/** This machine's own key, made when it is first needed. Whoever reads it can sign as this machine: mode 0600. */
export function reportKey(home: string): KeyObject {
  const file = join(suiteFolder(home), 'key.pem');
  if (!existsSync(file)) {
    mkdirSync(suiteFolder(home), { recursive: true, mode: 0o700 });
    writeWhole(file, generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }) as string, 0o600);
  }
  return createPrivateKey(readFileSync(file, 'utf8'));
}

/** SHA-256 of this machine's public key, or undefined where it has never signed anything. */
export function ownFingerprint(home: string): string | undefined {
  return existsSync(join(suiteFolder(home), 'key.pem')) ? fingerprintOf(publicBytes(reportKey(home))) : undefined;
}

export function signReport(report: SuiteReport, key: KeyObject): SignedReport {
  const value = sign(null, canonical(report), key).toString('base64');
  return { report, signature: { algorithm: 'Ed25519', public_key: publicBytes(key).toString('base64'), value } };
}

/** Reads a file from anywhere. `trusted`: fingerprint of the key it should be signed with. */
export function verifyReport(text: string, trusted: string | undefined): { state: SignatureState; fingerprint: string; report?: SuiteReport } {
  let signed: SignedReport;
  let publicKey: Buffer;
  try {
    signed = JSON.parse(text) as SignedReport;
    publicKey = Buffer.from(signed.signature.public_key, 'base64');
    if (signed.signature.algorithm !== 'Ed25519' || signed.report.format !== 1 || !Array.isArray(signed.report.attacks)) throw new TypeError('not a report of the suite');
  } catch {
    return { state: 'unreadable', fingerprint: '' };
  }
  const fingerprint = fingerprintOf(publicKey);
  if (!isSigned(signed, publicKey) || !countsAgree(signed.report)) return { state: 'altered', fingerprint };
  return { state: fingerprint === trusted ? 'valid' : 'other_key', fingerprint, report: signed.report };
}

function isSigned(signed: SignedReport, publicKey: Buffer): boolean {
  try {
    const key = createPublicKey({ key: publicKey, type: 'spki', format: 'der' });
    return key.asymmetricKeyType === 'ed25519' && verify(null, canonical(signed.report), key, Buffer.from(signed.signature.value, 'base64'));
  } catch {
    return false;
  }
}

/** A report says the same in its totals and in its rows, signed or not. */
const countsAgree = (report: SuiteReport): boolean => report.total === report.attacks.length && report.held === report.attacks.filter((attack) => attack.held).length;

const publicBytes = (key: KeyObject): Buffer => createPublicKey(key).export({ type: 'spki', format: 'der' });

const fingerprintOf = (publicKey: Buffer): string => createHash('sha256').update(publicKey).digest('hex');

/** The same bytes for the same values: keys in order, no spaces. */
function canonical(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value, (_key, part: unknown) => (part !== null && typeof part === 'object' && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part)));
}
