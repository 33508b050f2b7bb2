import type { SuiteReport, SuiteResult } from '../protocol/suiteReport.ts';
import { paintFor, printable, renderTable, widthOf } from './output.ts';

/** One row for each entry of the catalogue: whether it was held everywhere, what had to stop it, and its slowest run. */
export function suiteTable(report: SuiteReport, stream: { isTTY?: boolean; columns?: number }): string {
  const paint = paintFor(stream);
  const entries = new Map<string, SuiteResult[]>();
  for (const attack of report.attacks) entries.set(attack.id, [...(entries.get(attack.id) ?? []), attack]);
  const rows = [...entries].sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, attacks]) => {
    const held = attacks.filter((attack) => attack.held).length;
    const runtimes = [...new Set(attacks.map((attack) => attack.runtime))].join(' ');
    const slowest = Math.max(...attacks.map((attack) => attack.seconds));
    return [id, held === attacks.length ? paint.good(`held ${held}`) : paint.bad(`${attacks.length - held} NOT HELD`), printable(layersOf(attacks)), runtimes, slowest.toFixed(2)];
  });
  return renderTable([{ head: 'entry' }, { head: 'held' }, { head: 'stopped by', grows: true }, { head: 'in' }, { head: 'seconds', align: 'right' }], rows, widthOf(stream));
}

const layersOf = (attacks: SuiteResult[]): string => [...new Set(attacks.map((attack) => attack.layer.replace(/ \(.*/, '')))].join('; ');
