// What hostile answers share; sent to the cell beside each of them, and as little believed.
import type * as tf from '@tensorflow/tfjs';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- hostile code takes what it can get
type Anything = any;
declare const require: (name: string) => Anything;

/** Where the host's services listen that nobody may reach. The suite fills in the real ones. */
export const HOST = { tcp: 9, abstract: 'nobody', path: '/nobody' };

/** A module of Node.js: an answer has no import of it, and is free to try. */
export const node = (name: string): Anything => require('node:' + name);

/** Something succeeded that must not. Ends the attack as a failure of ours. */
export class Escaped extends Error {}

/** Calls `act`; it must throw. */
export function refused(what: string, act: () => unknown): void {
  let got: unknown;
  try {
    got = act();
  } catch (error) {
    console.log(what, '->', (error as Anything).code ?? (error as Error).name);
    return;
  }
  throw new Escaped(`${what} gave ${String(got).slice(0, 80)}`);
}

/** The same for a promise. */
export async function refusedLater(what: string, act: () => Promise<unknown>): Promise<void> {
  let got: unknown;
  try {
    got = await act();
  } catch (error) {
    console.log(what, '->', (error as Anything).code ?? (error as Error).name);
    return;
  }
  throw new Escaped(`${what} gave ${String(got).slice(0, 80)}`);
}

/** What the question asks for. */
export const right = (x: tf.Tensor): tf.Tensor => x.add(x);
export const wrong = (x: tf.Tensor): tf.Tensor => x.clone();
