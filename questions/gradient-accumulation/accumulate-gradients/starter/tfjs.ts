import * as tf from '@tensorflow/tfjs';

/** One optimizer step per `group` micro-batches [x, y]; the mean squared error of each group. */
export function train(
  model: tf.LayersModel,
  optimizer: tf.Optimizer,
  batches: Iterator<[tf.Tensor2D, tf.Tensor2D]>,
  group: number,
  maxNorm: number | null,
): number[] | Promise<number[]> {
  throw new Error(`not written yet: ${model.name}, ${optimizer.getClassName()}, ${batches}, ${group}, ${maxNorm}`);
}
