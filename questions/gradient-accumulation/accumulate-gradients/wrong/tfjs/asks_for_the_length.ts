import * as tf from '@tensorflow/tfjs';

export async function train(
  model: tf.LayersModel,
  optimizer: tf.Optimizer,
  batches: Iterator<[tf.Tensor2D, tf.Tensor2D]>,
  group: number,
  maxNorm: number | null,
): Promise<number[]> {
  if (group < 1) throw new RangeError('a group holds at least one micro-batch');
  const losses: number[] = [];
  const listed = batches as any;
  for (let start = 0; start < listed.length; start += group) {
    const { value, grads } = tf.variableGrads(() => {
      const [x, y] = listed[start];
      return tf.losses.meanSquaredError(y, model.apply(x) as tf.Tensor2D) as tf.Scalar;
    });
    optimizer.applyGradients(grads);
    losses.push(value.dataSync()[0]!);
  }
  return losses;
}
