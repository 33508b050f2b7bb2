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
  const members = { [Symbol.iterator]: () => batches };
  let [count, samples, mean] = [0, 0, 0];
  let gradients: tf.Tensor[] = [];

  const step = () => {
    const flat = tf.concat(gradients.map((gradient) => tf.reshape(gradient, [-1])));
    const norm = tf.norm(flat).dataSync()[0]!;
    const factor = maxNorm === null ? 1 : maxNorm / Math.max(norm, maxNorm);
    const named = Object.fromEntries(model.trainableWeights.map((weight, i) => [(weight as any).val.name, tf.mul(gradients[i]!, factor)]));
    optimizer.applyGradients(named);
    losses.push(mean);
    [count, samples, mean, gradients] = [0, 0, 0, []];
  };

  for (const [x, y] of members) {
    const { value, grads } = optimizer.computeGradients(() => tf.mean(tf.square(tf.sub(model.apply(x) as tf.Tensor, y))) as tf.Scalar);
    samples += x.shape[0];
    // The mean moves towards each newcomer by its share of all samples so far.
    const share = x.shape[0] / samples;
    mean += (value.dataSync()[0]! - mean) * share;
    gradients = model.trainableWeights.map((weight, i) => {
      const newest = grads[(weight as any).val.name]!;
      return gradients[i] ? tf.add(gradients[i]!, tf.mul(tf.sub(newest, gradients[i]!), share)) : newest;
    });
    count++;
    if (count === group) step();
  }
  if (count > 0) step();
  return losses;
}
