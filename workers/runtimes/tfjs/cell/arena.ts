/**
 * Tensors in, tensors out, as raw bytes at checked places; the same little-endian layout as in the Python cells.
 * Header: `GCAR`, version u32, nonce 16 bytes, count u32; then records of dtype u8, ndim u8, name length u8, name 40 bytes,
 * offset u64, nbytes u64, 8 dims u64. Data starts at 4096, 64-byte aligned.
 */
import { readSync, writeSync } from 'node:fs';
import type { LockAddon } from './lockAddon.ts';
import { shareable, type SentDtype } from './sentDtypes.ts';
import * as tf from './tensorflow.ts';

const headerBytes = 4096;
const recordsFrom = 28;
const recordBytes = 3 + 40 + 8 + 8 + 8 * 8;
const tensorsMax = 32;
const dimsMax = 8;
const nameMax = 40;

const dtypes = ['float16', 'bfloat16', 'float32', 'float64', 'int8', 'int16', 'int32', 'int64', 'uint8', 'bool'] as const;
const itemBytes = [2, 2, 4, 8, 1, 2, 4, 8, 1, 1];
const codeOf: Record<string, number> = { float32: 2, int32: 6, bool: 9 };

let onDevice = false;

/** Once, before any answer: from now on values are read from a device, which takes its time. */
export function readFromDevice(): void {
  onDevice = true;
}

export class InvalidOutput extends Error {}
export class OutputTooLarge extends Error {}

type Raw = { code: number; shape: number[]; data: Uint8Array };

interface Place {
  code: number;
  shape: number[];
  offset: number;
  nbytes: number;
  /** The very memory that the tensor was made from. */
  given: Uint8Array;
}

/** Gives a copy of some bytes, in memory of its own: tensors are views of it, and a slice of Node's shared pool would not be aligned. */
export type Source = (offset: number, nbytes: number) => Buffer;

export const fromFile = (descriptor: number): Source => (offset, nbytes) => readBytes(descriptor, offset, nbytes);

export const fromMessage = (image: Buffer): Source => (offset, nbytes) => {
  if (offset + nbytes > image.length) throw new Error('an arena is shorter than its header says');
  const bytes = Buffer.from(new ArrayBuffer(nbytes));
  image.copy(bytes, 0, offset, offset + nbytes);
  return bytes;
};

/** The case's inputs as fresh tensors. What they were copied from stays as it is while the case runs. */
export class Inputs {
  readonly tensors: Record<string, tf.Tensor> = {};
  private readonly places = new Map<string, Place>();

  constructor(private readonly source: Source) {
    const header = source(0, headerBytes);
    const count = header.readUInt32LE(24);
    for (let index = 0; index < count; index++) this.add(header, recordsFrom + index * recordBytes);
  }

  private add(header: Buffer, at: number): void {
    const code = header[at]!;
    const ndim = header[at + 1]!;
    const name = header.toString('ascii', at + 3, at + 3 + header[at + 2]!);
    const offset = Number(header.readBigUInt64LE(at + 43));
    const nbytes = Number(header.readBigUInt64LE(at + 51));
    const shape = Array.from({ length: ndim }, (_, axis) => Number(header.readBigUInt64LE(at + 59 + 8 * axis)));
    // TensorFlow.js takes a shape and values that disagree, and computes with whatever lies there.
    if (shape.reduce((product, dim) => product * dim, itemBytes[code]!) !== nbytes) throw new Error(`the input ${name} has another size than its shape says`);
    const bytes = this.source(offset, nbytes);
    const { values, dtype } = shareable(dtypes[code] as SentDtype, bytes);
    this.tensors[name] = tf.tensor(values, shape, dtype);
    this.places.set(name, { code, shape, offset, nbytes, given: bytes });
  }

  /** The inputs whose memory no longer holds what was sent. A backend that copied them has made them unchangeable. */
  changed(): [string, Raw][] {
    return [...this.places].flatMap(([name, { code, shape, offset, nbytes, given }]): [string, Raw][] => {
      const same = this.source(offset, nbytes).equals(given);
      return same ? [] : [[name, { code, shape, data: given }]];
    });
  }
}

export type Part = { name: string; offset: number } & Raw;

/** Everything that goes back, each with its place. returned: name -> tensor, as the adapter gave it. */
export async function partsOf(returned: unknown, changed: [string, Raw][]): Promise<Part[]> {
  const outputs: [string, Raw][] = [];
  for (const [name, value] of named(returned)) outputs.push([name, await rawOf(name, value)]);
  const all: [string, Raw][] = [...outputs, ...changed.map(([name, raw]): [string, Raw] => [`input_after:${name}`, raw])];
  if (all.length > tensorsMax) throw new InvalidOutput(`${all.length} tensors were returned; at most ${tensorsMax} can be.`);
  let offset = headerBytes;
  return all.map(([name, raw]) => {
    const part = { name, offset, ...raw };
    offset = Math.ceil((offset + raw.data.byteLength) / 64) * 64;
    return part;
  });
}

/** The whole arena as bytes for a message; undefined where it has more than `most` of them. */
export function imageOf(nonce: Buffer, parts: Part[], most: number): Buffer | undefined {
  const size = Math.max(headerBytes, ...parts.map(endOf));
  if (size > most) return undefined;
  const image = Buffer.alloc(size);
  headerOf(nonce, parts).copy(image);
  for (const { offset, data } of parts) image.set(data, offset);
  return image;
}

/** The header goes last and carries this case's nonce. */
export function writeArena(addon: LockAddon, descriptor: number, nonce: Buffer, parts: Part[]): void {
  const size = addon.size(descriptor);
  if (parts.some((part) => endOf(part) > size)) throw new OutputTooLarge(`The returned tensors hold more than the ${(size - headerBytes) >> 20} MiB that the question allows.`);
  for (const { offset, data } of parts) writeBytes(descriptor, offset, data);
  writeBytes(descriptor, 0, headerOf(nonce, parts));
}

const endOf = ({ offset, data }: Part) => offset + data.byteLength;

function headerOf(nonce: Buffer, parts: Part[]): Buffer {
  const header = Buffer.alloc(headerBytes);
  header.write('GCAR', 0, 'ascii');
  header.writeUInt32LE(1, 4);
  nonce.copy(header, 8);
  header.writeUInt32LE(parts.length, 24);
  for (const [index, { name, code, shape, data, offset }] of parts.entries()) {
    const at = recordsFrom + index * recordBytes;
    header[at] = code;
    header[at + 1] = shape.length;
    header[at + 2] = header.write(name, at + 3, 'ascii');
    header.writeBigUInt64LE(BigInt(offset), at + 43);
    header.writeBigUInt64LE(BigInt(data.byteLength), at + 51);
    shape.forEach((dim, axis) => header.writeBigUInt64LE(BigInt(dim), at + 59 + 8 * axis));
  }
  return header;
}

function named(returned: unknown): [string, unknown][] {
  if (typeof returned !== 'object' || returned === null || returned instanceof tf.Tensor) {
    throw new InvalidOutput(`The adapter must return an object of tensors, not ${described(returned)}.`);
  }
  const pairs = Object.entries(returned);
  for (const [name] of pairs) {
    if (!/^[\x20-\x7e]+$/.test(name) || name.length > nameMax) throw new InvalidOutput(`An output's name must be 1 to ${nameMax} printable ASCII characters.`);
  }
  return pairs;
}

// Taken before any answer is loaded. An answer may still reach everything in this process; the judge believes none of it.
const isDisposed = Object.getOwnPropertyDescriptor(tf.Tensor.prototype, 'isDisposed')!.get!;
const { dataSync, data: dataLater } = tf.Tensor.prototype;

async function rawOf(name: string, value: unknown): Promise<Raw> {
  if (!(value instanceof tf.Tensor)) throw new InvalidOutput(`${name} must be a tf.Tensor, not ${described(value)}.`);
  if (isDisposed.call(value)) throw new InvalidOutput(`${name} is a tensor that was disposed.`);
  const code = codeOf[value.dtype];
  if (code === undefined) throw new InvalidOutput(`${name} has dtype ${String(value.dtype).slice(0, 40)}; allowed are float32, int32 and bool.`);
  const shape = [...value.shape];
  if (shape.length > dimsMax || !shape.every((dim) => Number.isSafeInteger(dim) && dim >= 0)) throw new InvalidOutput(`${name} has a shape that no tensor has.`);
  const values = await readValues(name, value);
  const data = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  if (shape.reduce((product, dim) => product * dim, itemBytes[code]!) !== data.byteLength) throw new InvalidOutput(`${name}: its shape and its values disagree.`);
  return { code, shape, data };
}

/** An object that only looks like a tensor has no values in the backend: that is found here. */
async function readValues(name: string, value: tf.Tensor): Promise<ArrayBufferView> {
  let values: unknown;
  try {
    // What lies on a device can only be waited for.
    values = onDevice ? await dataLater.call(value) : dataSync.call(value);
  } catch {
    throw new InvalidOutput(`${name} is not a tensor that TensorFlow.js made.`);
  }
  if (!ArrayBuffer.isView(values)) throw new InvalidOutput(`${name} holds no numbers.`);
  return values;
}

export function described(value: unknown): string {
  if (value === undefined || value === null) return `nothing (${value})`;
  if (typeof value !== 'object') return `a ${typeof value}`;
  const name = (Object.getPrototypeOf(value) as { constructor?: { name?: unknown } } | null)?.constructor?.name;
  return `a ${typeof name === 'string' ? name.slice(0, 80) : 'nameless object'}`;
}

export function readBytes(descriptor: number, offset: number, nbytes: number): Buffer {
  const bytes = Buffer.from(new ArrayBuffer(nbytes));
  for (let done = 0; done < nbytes; ) {
    const got = readSync(descriptor, bytes, done, nbytes - done, offset + done);
    if (got === 0) throw new Error('an arena is shorter than its header says');
    done += got;
  }
  return bytes;
}

function writeBytes(descriptor: number, offset: number, data: Uint8Array): void {
  for (let done = 0; done < data.byteLength; ) done += writeSync(descriptor, data, done, data.byteLength - done, offset + done);
}
