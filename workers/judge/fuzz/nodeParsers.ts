/**
 * What Node.js programs parse, for the fuzzer (node_parsers.py) on the other end of two pipes: the inputs and the files of an answer in
 * a TensorFlow.js cell, and the grader's reading of the judge. A request is a letter, a length and bytes; an answer a length and bytes,
 * of which the first is `T` for taken, `R` for refused in a sentence, `B` for an error that nobody meant.
 *
 *     node nodeParsers.mjs INPUT OUTPUT        descriptors of the files that a cell would be given
 */
import '@tensorflow/tfjs-backend-cpu';
import { env } from '@tensorflow/tfjs-core';
import { fstatSync, readSync, writeSync } from 'node:fs';
import { FrameReader } from '../../grader/frames.ts';
import { readJudgeFrame } from '../../grader/readJudgeFrame.ts';
import { readBundle } from '../../runtimes/tfjs/cell/bundle.ts';
import type { Candidate } from '../../runtimes/tfjs/cell/candidate.ts';
import { runCase } from '../../runtimes/tfjs/cell/job.ts';
import type { LockAddon } from '../../runtimes/tfjs/cell/lockAddon.ts';

env().set('IS_TEST', true); // or it advises to install another backend

const [input, output] = process.argv.slice(2, 4).map(Number) as [number, number];
const addon = { size: (descriptor: number) => fstatSync(descriptor).size } as LockAddon;
/** Gives back what it is given, so that a case's tensors go the whole way in and out. */
const mirror = { call: async (inputs: unknown) => inputs } as unknown as Candidate;

const parsers: Record<string, (data: Buffer) => Buffer | Promise<Buffer>> = {
  I: async (message) => said('T', await runCase(addon, mirror, message, [input, output])),
  B: () => said('T', Buffer.from(JSON.stringify(readBundle(input)), 'utf8')),
  F: (stream) => {
    const reader = new FrameReader();
    const messages: unknown[] = [];
    // In uneven pieces, as a pipe would give them.
    for (let at = 0, size = 1; at < stream.length; at += size, size = (size * 7) % 97) messages.push(...reader.push(stream.subarray(at, at + size)));
    for (const message of messages) judged(message);
    return said('T', Buffer.from(JSON.stringify(messages), 'utf8'));
  },
};

/** A parser may say no by an error of these; a TypeError would be a check that is missing. */
const meant = (error: unknown): boolean => error instanceof SyntaxError || error instanceof RangeError || (error as object).constructor === Error;

/** Whether the grader would take what was read: most of it is no frame of a judge, and it must say so in a sentence. */
function judged(message: unknown): void {
  try {
    readJudgeFrame(message);
  } catch (error) {
    if (!meant(error)) throw error;
  }
}

async function serve(): Promise<void> {
  for (let head = read(5); head; head = read(5)) {
    const data = read(head.readUInt32LE(1)) ?? Buffer.alloc(0);
    let answer: Buffer;
    try {
      answer = await parsers[String.fromCharCode(head[0]!)]!(data);
    } catch (error) {
      answer = said(meant(error) ? 'R' : 'B', Buffer.from(String(error)));
    }
    const length = Buffer.alloc(4);
    length.writeUInt32LE(answer.length);
    write(Buffer.concat([length, answer]));
  }
}

function said(kind: 'T' | 'R' | 'B', body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(kind), body]);
}

function read(length: number): Buffer | undefined {
  const data = Buffer.alloc(length);
  for (let at = 0; at < length; ) {
    const got = readSync(0, data, at, length - at, null);
    if (got === 0) return undefined;
    at += got;
  }
  return data;
}

function write(data: Buffer): void {
  for (let at = 0; at < data.length; ) at += writeSync(1, data, at);
}

void serve();
