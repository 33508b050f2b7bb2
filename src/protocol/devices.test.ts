import { expect, test } from 'vitest';
import { offersOf } from './devices.ts';

test('a worker offers its runtimes on their devices, and one more line for the backend that it has on the processor', () => {
  const [numpy, native] = [{ name: 'numpy', version: '1', devices: ['cpu' as const] }, { name: 'tfjs', version: '1', devices: ['cpu' as const, 'webgpu' as const], backend: 'native' as const }];
  expect(offersOf([{ ...numpy, backend: null }, native])).toEqual([
    { runtime: 'numpy', device: 'cpu' },
    { runtime: 'tfjs', device: 'cpu' },
    { runtime: 'tfjs', device: 'webgpu' },
    { runtime: 'tfjs/native', device: 'cpu' },
  ]);
  expect(offersOf([{ ...native, devices: ['webgpu'] }])).toEqual([{ runtime: 'tfjs', device: 'webgpu' }]);
});
