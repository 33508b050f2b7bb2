import { join } from 'node:path';
import { loadAddon } from './lockAddon.ts';
import * as tf from './tensorflow.ts';

export const backendNames = ['native', 'wasm', 'cpu'] as const;
export type BackendName = (typeof backendNames)[number];

/**
 * Starts exactly the backend that set-up found to work. There is no falling back here: a verdict names its backend, and a
 * cell that quietly ran on another one would make that a lie. Throws when the backend cannot be had.
 */
export async function startBackend(name: BackendName, folder: string): Promise<void> {
  const registered = { native: () => registerNative(folder), wasm: () => registerWasm(folder), cpu: registerCpu }[name]();
  if (!(await tf.setBackend(registered))) throw new Error(`TensorFlow.js could not start the backend ${registered}`);
  await tf.ready();
}

/** The binding of tfjs-node-gpu without that package's start-up, which looks for a binary in its own folder. */
function registerNative(folder: string): string {
  // Each backend is loaded when it is chosen: evaluating all three would triple the start of a cell.
  const { NodeJSKernelBackend } = require('@tensorflow/tfjs-node-gpu/src/nodejs_kernel_backend.ts') as {
    NodeJSKernelBackend: new (binding: unknown, packageName: string) => tf.KernelBackend;
  };
  require('@tensorflow/tfjs-node-gpu/src/register_all_kernels.ts');
  const binding = loadAddon(join(folder, 'tfjs_binding.node'));
  tf.registerBackend('tensorflow', () => new NodeJSKernelBackend(binding, '@tensorflow/tfjs-node-gpu'), 3);
  return 'tensorflow';
}

function registerWasm(folder: string): string {
  const wasm = require('@tensorflow/tfjs-backend-wasm') as typeof import('@tensorflow/tfjs-backend-wasm');
  wasm.setWasmPaths(`${folder}/`);
  // The kernels that wasm lacks are not borrowed from elsewhere: an answer that calls one is told so.
  return 'wasm';
}

function registerCpu(): string {
  require('@tensorflow/tfjs-backend-cpu');
  return 'cpu';
}
