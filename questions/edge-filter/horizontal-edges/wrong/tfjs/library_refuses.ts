import * as tf from '@tensorflow/tfjs';

export function horizontalEdges(images: tf.Tensor4D): tf.Tensor4D {
  const channels = images.shape[3];
  const column = tf.tensor4d([-1, 0, 1], [3, 1, 1, 1]);
  return tf.depthwiseConv2d(tf.cast(images, 'float32'), tf.tile(column, [1, 3, channels, 1]) as tf.Tensor4D, 1, 'valid');
}
