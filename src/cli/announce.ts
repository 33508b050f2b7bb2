import type { RunningLocal } from '../local/startLocal.ts';
import { paintFor } from './output.ts';

const exampleAnswer = {
  question_id: 'channel-shuffle',
  answer: {
    kind: 'code',
    runtime: 'pytorch',
    files: [
      {
        path: 'solution.py',
        content: [
          'def channel_shuffle(x, groups):',
          '    n, c, h, w = x.shape',
          '    if groups < 1 or c % groups:',
          '        raise ValueError(groups)',
          '    return x.reshape(n, groups, c // groups, h, w).transpose(1, 2).reshape(n, c, h, w)',
          '',
        ].join('\n'),
      },
    ],
  },
};

/** What a person needs first: the address, the key, and one line that grades an answer. */
export function announce(running: RunningLocal, { seconds, stateFile, logFile }: { seconds: number; stateFile: string; logFile: string }): void {
  const paint = paintFor(process.stdout);
  console.log(
    [
      `${paint.bold(paint.good('Gradecheck is ready'))} (${seconds.toFixed(1)} s).`,
      `  address   ${paint.bold(running.url)}   reference: ${running.url}/docs`,
      `  API key   ${running.apiKey}   (both also in ${stateFile})`,
      `  database  ${running.database.embedded ? 'embedded PostgreSQL' : 'DATABASE_URL'}`,
      `  log       ${logFile}`,
      '',
      'Grade an answer:',
      curlLine(running),
      '',
      'Or: npm run demo. Ctrl-C stops everything.',
    ].join('\n'),
  );
}

function curlLine(running: RunningLocal): string {
  return [
    `  curl -s ${running.url}/v1/submissions -H 'Authorization: Bearer ${running.apiKey}' \\`,
    `    -H 'Content-Type: application/json' -H 'Prefer: wait=20' \\`,
    `    -d '${JSON.stringify(exampleAnswer)}'`,
  ].join('\n');
}
