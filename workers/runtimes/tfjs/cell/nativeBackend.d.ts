import type { KernelBackend } from './tensorflow.ts';

/** The kernels of tfjs-node-gpu over its binding, without the start-up of that package, which looks for the binding in its own folder. */
export const NodeJSKernelBackend: new (binding: unknown, packageName: string) => KernelBackend;
