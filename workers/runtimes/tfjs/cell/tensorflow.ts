/** What `@tensorflow/tfjs` exports, less what reads models and data sets from files and networks, which a cell has none of. */
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops.js';
import { version_core } from '@tensorflow/tfjs-core';
import { version_layers } from '@tensorflow/tfjs-layers';

export * from '@tensorflow/tfjs-core';
export * from '@tensorflow/tfjs-layers';

export const version = { tfjs: version_core, 'tfjs-core': version_core, 'tfjs-layers': version_layers };
