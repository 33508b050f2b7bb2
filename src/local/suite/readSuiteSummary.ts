import { readFileSync, statSync } from 'node:fs';
import type { SuiteSummary } from '../../protocol/suiteReport.ts';
import { lastReportFile, ownFingerprint, verifyReport } from './signReport.ts';

/** Far above what a run of thousands of attacks writes. */
export const reportBytesMax = 16 * 1024 * 1024;

/** What this machine's last whole run of the hostile suite found; undefined where there was none. Never throws: a heartbeat depends on it. */
export function readSuiteSummary(home: string): SuiteSummary | undefined {
  const text = lastReport(home);
  if (text === undefined) return undefined;
  const { state, fingerprint, report } = verified(text, home);
  return {
    finished_at: report?.finished_at ?? '',
    gradecheck_version: report?.gradecheck_version ?? '',
    runtimes: (report?.runtimes ?? []).map(({ name, version }) => ({ name, version })),
    left_out: Object.keys(report?.left_out ?? {}),
    held: report?.held ?? 0,
    total: report?.total ?? 0,
    signature: state,
    key_fingerprint: fingerprint,
  };
}

function lastReport(home: string): string | undefined {
  const file = lastReportFile(home);
  try {
    const size = statSync(file, { throwIfNoEntry: false })?.size;
    return size === undefined ? undefined : size > reportBytesMax ? '' : readFileSync(file, 'utf8');
  } catch {
    return ''; // there, and not to be read
  }
}

function verified(text: string, home: string): ReturnType<typeof verifyReport> {
  try {
    return verifyReport(text, ownFingerprint(home));
  } catch {
    return verifyReport(text, undefined); // without a usable key of its own it can say that of none
  }
}
