import * as tf from './tensorflow.ts';

type Gather = { axis: number };

/**
 * The native kernel of `tf.gather` looks for the size of the axis under the number as it stands, finds none under -1 and throws. Every
 * other backend takes such an axis, so an answer that counts from the end would be refused for the machine it ran on.
 */
export function allowGatherFromTheEnd(backendName: string): void {
  const kernel = tf.getKernel(tf.GatherV2, backendName);
  tf.unregisterKernel(tf.GatherV2, backendName);
  tf.registerKernel({
    ...kernel,
    kernelFunc: (call) => {
      const { axis } = call.attrs as unknown as Gather;
      return kernel.kernelFunc({ ...call, attrs: { ...call.attrs, axis: axis < 0 ? axis + call.inputs['x']!.shape.length : axis } });
    },
  });
}
