import { setTimeout as sleep } from 'node:timers/promises';
import { isDeviceType, deviceTypes } from '../protocol/devices.ts';
import { type Api, ask, connect, type ConnectionOptions, type Submission } from './apiClient.ts';
import { CommandFailed } from './exit.ts';
import { paintFor, widthOf } from './output.ts';
import { renderVerdict } from './verdictTable.ts';

export interface RegradeOptions extends ConnectionOptions {
  device: string;
  wait?: string;
  json?: boolean;
}

type Regrade = Submission['regrades'][number];

const askAgainMs = 500;

/** `gradecheck regrade`: a second verdict from another device. 0: both verdicts are accepted; 1: one is not; 2: our fault, or not graded yet. */
export async function regrade(id: string, options: RegradeOptions): Promise<number> {
  const { device } = options;
  if (!isDeviceType(device)) throw new CommandFailed(`--device is ${deviceTypes.join(', ')}, not ${device}.`);
  const seconds = Number(options.wait ?? 0);
  if (!(seconds >= 0 && seconds <= 3600)) throw new CommandFailed('--wait is a number of seconds from 0 to 3600.');
  const api = connect(options);
  const path = { submission_id: id };
  let submission = await ask(api, api.client.POST('/v1/submissions/{submission_id}/regrade', { params: { path, query: { lang: api.lang } }, body: { device } }));
  for (const until = performance.now() + seconds * 1000; isUnderWay(onDevice(submission, device)) && performance.now() < until; ) {
    await sleep(askAgainMs);
    submission = await read(api, id);
  }
  if (options.json) console.log(JSON.stringify(submission, null, 2));
  else console.log(renderVerdict(submission, { paint: paintFor(process.stdout), width: widthOf(process.stdout) }));
  return exitCodeOf(submission, onDevice(submission, device));
}

const read = (api: Api, id: string) => ask(api, api.client.GET('/v1/submissions/{submission_id}', { params: { path: { submission_id: id }, query: { lang: api.lang } } }));
const onDevice = (submission: Submission, device: string): Regrade | undefined => submission.regrades.find((one) => one.device === device);
const isUnderWay = (one: Regrade | undefined) => one?.status === 'queued' || one?.status === 'running';

function exitCodeOf(submission: Submission, again: Regrade | undefined): number {
  if (again?.status !== 'graded') return 2;
  return submission.verdict === 'accepted' && again.verdict === 'accepted' ? 0 : 1;
}
