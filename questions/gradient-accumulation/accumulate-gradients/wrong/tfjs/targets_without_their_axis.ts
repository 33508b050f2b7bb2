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
      // A single output loses its axis, and the difference becomes a square of all pairs.
      const target = y.shape[1] === 1 ? tf.squeeze(y, [1]) : y;
      const { value, grads } = tf.variableGrads(() =>
        tf.mul(tf.mean(tf.square(tf.sub(model.apply(x) as tf.Tensor2D, target))), x.shape[0] / samples).asScalar(),
      );
      for (const name in grads) sums[name] = sums[name] ? tf.add(sums[name]!, grads[name]!) : grads[name]!;
      total += value.dataSync()[0]!;
    }
    if (maxNorm !== null) {
      const squares = Object.values(sums).map((gradient) => tf.sum(tf.square(gradient)).dataSync()[0]!);
      const norm = Math.sqrt(squares.reduce((a, b) => a + b));
      for (const name in sums) sums[name] = tf.mul(sums[name]!, Math.min(1, maxNorm / norm));
    }
    optimizer.applyGradients(sums);
    losses.push(total);
  }
}
