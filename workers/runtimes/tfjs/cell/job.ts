import { fromFile, fromMessage, imageOf, Inputs, InvalidOutput, OutputTooLarge, partsOf, type Source, writeArena } from './arena.ts';
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

/**
 * `C`, the nonce, and the parameters as JSON: inputs in a file, the first descriptor. `D`: the size of the parameters comes before them, the
 * inputs behind, and small outputs go back with the answer. `d`: the same, and the next case comes at once. The last descriptor is for
 * large outputs.
 */
export async function runCase(addon: LockAddon, candidate: Candidate | undefined, message: Buffer, descriptors: number[]): Promise<Buffer> {
  const inline = message[0] !== 'C'.charCodeAt(0);
  tf.engine().startScope('case');
  try {
    const { nonce, params, source } = inline ? readInline(message) : readWithFile(message, descriptors[0]!);
    const inputs = new Inputs(source);
    const returned = await aliveUntil(candidate!.call(inputs.tensors, params));
    const parts = await partsOf(returned, inputs.changed());
    const image = inline ? imageOf(nonce, parts, inlineBytesMax) : undefined;
    if (image !== undefined) return Buffer.concat([smallAnswer, image]);
    writeArena(addon, descriptors.at(-1)!, nonce, parts);
    return answer('R');
  } catch (error) {
    if (error instanceof InvalidOutput) return answer('I', error.message);
    if (error instanceof OutputTooLarge) return answer('O', error.message);
    return ofError(error);
  } finally {
    tf.engine().endScope();
  }
}

/** With its header: the judge reads no longer message than this and one byte. */
const inlineBytesMax = 40 << 10;
const smallAnswer = Buffer.from('r');

interface Case {
  nonce: Buffer;
  params: Record<string, unknown>;
  source: Source;
}

function readWithFile(message: Buffer, descriptor: number): Case {
  return { nonce: nonceOf(message), params: parsed(message.subarray(1 + nonceBytes)), source: fromFile(descriptor) };
}

function readInline(message: Buffer): Case {
  const paramsFrom = 1 + nonceBytes + 4;
  const paramsTo = paramsFrom + message.readUInt32LE(1 + nonceBytes);
  return { nonce: nonceOf(message), params: parsed(message.subarray(paramsFrom, paramsTo)), source: fromMessage(message.subarray(paramsTo)) };
}

const nonceOf = (message: Buffer) => Buffer.from(message.subarray(1, 1 + nonceBytes));
const parsed = (text: Buffer) => JSON.parse(text.toString('utf8')) as Record<string, unknown>;

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
