// JavaScript, so that the type checker leaves the sources of another package alone. Their TypeScript is taken instead of their compiled
// files, which are ES5: a class of those cannot extend one of today's tfjs-core.
import '@tensorflow/tfjs-node-gpu/src/register_all_kernels.ts';

export { NodeJSKernelBackend } from '@tensorflow/tfjs-node-gpu/src/nodejs_kernel_backend.ts';
