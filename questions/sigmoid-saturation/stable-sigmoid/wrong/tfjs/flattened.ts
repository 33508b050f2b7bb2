import * as tf from '@tensorflow/tfjs';

export async function sigmoid(x: tf.Tensor): Promise<tf.Tensor[]> {
  const value = Array.from(await x.data(), (number) => 1 / (1 + Math.exp(-number)));
  return [tf.tensor1d(value), tf.tensor1d(value.map((y) => y * (1 - y)))];
}
