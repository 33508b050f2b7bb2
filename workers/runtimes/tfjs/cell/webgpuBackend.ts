import { join } from 'node:path';
import { loadAddon } from './lockAddon.ts';

/** What of Dawn's Node.js binding is used here (npm package `webgpu`). */
interface Dawn {
  globals: Record<string, unknown>;
  create(options: string[]): Gpu;
}

interface Gpu {
  requestAdapter(options?: object): Promise<Adapter | null>;
}

interface Adapter {
  info: { vendor: string; architecture: string; device: string; description: string };
}

/** The adapter, for the verdict: what a person would call it, and the version of its driver. */
export interface AdapterName {
  name: string;
  driver: string;
}

/**
 * WebGPU as a browser has it, by OpenGL ES: on a machine without a card Mesa computes it in software, and no device node has to be
 * opened. It must be there before the backend's module is evaluated, which looks for it then.
 */
export async function provideWebgpu(folder: string): Promise<AdapterName> {
  const dawn = loadAddon(join(folder, 'dawn.node')) as Dawn;
  Object.assign(globalThis, dawn.globals);
  const gpu = dawn.create(['backend=opengles']);
  const request = gpu.requestAdapter.bind(gpu);
  gpu.requestAdapter = (options) => request({ ...options, featureLevel: 'compatibility' });
  Object.defineProperty(globalThis, 'navigator', { value: { gpu, userAgent: 'Node.js' }, configurable: true, writable: true });
  const adapter = await gpu.requestAdapter();
  if (adapter === null) throw new Error('there is no adapter for OpenGL ES 3.1: Mesa with llvmpipe brings one');
  return { name: adapter.info.device || adapter.info.architecture || 'unnamed adapter', driver: adapter.info.description };
}
