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
    const { value, grads } = tf.variableGrads(() => {
      const parts = members.map(([x, y]) => tf.sum(tf.squaredDifference(model.apply(x) as tf.Tensor2D, y)));
      return tf.div(tf.addN(parts), samples * members[0]![1].shape[1]) as tf.Scalar;
    });
    Object.assign(sums, grads);
    const total = value.dataSync()[0]!;
    if (maxNorm !== null) {
      const squares = Object.values(sums).map((gradient) => tf.sum(tf.square(gradient)).dataSync()[0]!);
      const norm = Math.sqrt(squares.reduce((a, b) => a + b));
      for (const name in sums) sums[name] = tf.mul(sums[name]!, Math.min(1, maxNorm / norm));
    }
    optimizer.applyGradients(sums);
    losses.push(total);
  }
}
