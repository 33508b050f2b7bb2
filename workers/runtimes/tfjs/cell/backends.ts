import { join } from 'node:path';
import { allowGatherFromTheEnd } from './gatherFromTheEnd.ts';
import { loadAddon } from './lockAddon.ts';
import * as tf from './tensorflow.ts';

export const backendNames = ['native', 'wasm', 'cpu', 'webgpu'] as const;
export type BackendName = (typeof backendNames)[number];

/**
 * Starts exactly the backend that set-up found to work. There is no falling back here: a verdict names its backend, and a
 * cell that quietly ran on another one would make that a lie. Throws when the backend cannot be had.
 */
export async function startBackend(name: BackendName, folder: string): Promise<void> {
  const registered = await { native: registerNative, wasm: registerWasm, cpu: registerCpu, webgpu: registerWebgpu }[name](folder);
  if (!(await tf.setBackend(registered))) throw new Error(`TensorFlow.js could not start the backend ${registered}`);
  await tf.ready();
}

// Each backend is loaded when it is chosen: evaluating all three would double the start of a cell.
async function registerNative(folder: string): Promise<string> {
  const { NodeJSKernelBackend } = await import('./nativeBackend.js');
  const binding = loadAddon(join(folder, 'tfjs_binding.node'));
  tf.registerBackend('tensorflow', () => new NodeJSKernelBackend(binding, '@tensorflow/tfjs-node-gpu'), 3);
  allowGatherFromTheEnd('tensorflow');
  return 'tensorflow';
}

async function registerWasm(folder: string): Promise<string> {
  const wasm = await import('@tensorflow/tfjs-backend-wasm');
  wasm.setWasmPaths(`${folder}/`);
  return 'wasm';
}

/** In the bundle that `gradecheck setup --device webgpu` makes; the usual one has neither the backend nor what it runs on. */
async function registerWebgpu(folder: string): Promise<string> {
  const { provideWebgpu } = await import('./webgpuBackend.ts');
  await provideWebgpu(folder);
  await import('@tensorflow/tfjs-backend-webgpu');
  return 'webgpu';
}

async function registerCpu(): Promise<string> {
  await import('@tensorflow/tfjs-backend-cpu');
  return 'cpu';
}
