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
  for (;;) {
    const members: [tf.Tensor2D, tf.Tensor2D][] = [];
    while (members.length < group) {
      const next = batches.next();
      if (next.done) break;
      members.push(next.value);
    }
    if (members.length === 0) return losses;
    const samples = members.reduce((sum, [x]) => sum + x.shape[0], 0);
    const sums: tf.NamedTensorMap = {};
    let total = 0;
    for (const [x, y] of members) {
      const { value, grads } = tf.variableGrads(() => tf.mul(tf.losses.meanSquaredError(y, model.apply(x) as tf.Tensor2D) as tf.Scalar, x.shape[0] / samples));
      for (const name in grads) sums[name] = sums[name] ? tf.add(sums[name]!, grads[name]!) : grads[name]!;
      total += value.dataSync()[0]!;
      optimizer.applyGradients(grads);
    }
    losses.push(total);
  }
}
