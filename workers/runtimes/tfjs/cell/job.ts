import { Inputs, InvalidOutput, OutputTooLarge, writeOutputs } from './arena.ts';
import { readBundle } from './bundle.ts';
import { Candidate, MissingEntry } from './candidate.ts';
import type { LockAddon } from './lockAddon.ts';
import { answer, ofError } from './report.ts';
import { SourceError } from './transpile.ts';
import * as tf from './tensorflow.ts';

export const nonceBytes = 16;

/** Loads the answer's files from the bundle behind `descriptor`: length-prefixed pairs, first the entry's name, then the adapter. */
export function loadAnswer(descriptor: number): { candidate: Candidate | undefined; reply: Buffer } {
  try {
    const [[, entry], [, adapter], ...files] = readBundle(descriptor) as [[string, string], [string, string], ...[string, string][]];
    return { candidate: Candidate.load(entry, adapter, new Map(files)), reply: answer('L') };
  } catch (error) {
    const kind = error instanceof SourceError ? 'S' : error instanceof MissingEntry ? 'M' : undefined;
    return { candidate: undefined, reply: kind ? answer(kind, (error as Error).message) : ofError(error) };
  }
}

/** message: `C`, the nonce, and the parameters as JSON. */
export async function runCase(addon: LockAddon, candidate: Candidate | undefined, message: Buffer, descriptors: number[]): Promise<Buffer> {
  const [given, output] = descriptors as [number, number];
  const nonce = Buffer.from(message.subarray(1, 1 + nonceBytes));
  const params = JSON.parse(message.toString('utf8', 1 + nonceBytes)) as Record<string, unknown>;
  tf.engine().startScope('case');
  try {
    const inputs = new Inputs(given);
    const returned = await aliveUntil(candidate!.call(inputs.tensors, params));
    await writeOutputs(addon, output, nonce, returned, inputs.changed());
    return answer('R');
  } catch (error) {
    if (error instanceof InvalidOutput) return answer('I', error.message);
    if (error instanceof OutputTooLarge) return answer('O', error.message);
    return ofError(error);
  } finally {
    tf.engine().endScope();
  }
}

/**
 * Node ends a process that waits for nothing it knows of. A promise that nobody will settle must run into the judge's clock
 * instead: only that one decides. What is thrown from a timer meanwhile ends the case as if the answer had thrown it.
 */
async function aliveUntil<T>(result: Promise<T>): Promise<T> {
  const alive = setInterval(() => {}, 1 << 30);
  let fail: (error: unknown) => void = () => {};
  const thrown = new Promise<never>((_, reject) => (fail = reject));
  process.on('uncaughtException', fail);
  try {
    return await Promise.race([result, thrown]);
  } finally {
    clearInterval(alive);
    process.off('uncaughtException', fail);
  }
}
