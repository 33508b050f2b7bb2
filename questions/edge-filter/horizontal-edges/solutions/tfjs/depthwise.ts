import * as tf from '@tensorflow/tfjs';

export function horizontalEdges(images: tf.Tensor4D): tf.Tensor4D {
  const [, height, width, channels] = images.shape;
  if (height < 3 || width < 3) throw new RangeError(`no window of 3 by 3 fits into ${height} by ${width}`);
  return tf.tidy(() => {
    const column = tf.tensor4d([-1, 0, 1], [3, 1, 1, 1]);
    return tf.depthwiseConv2d(tf.cast(images, 'float32'), tf.tile(column, [1, 3, channels, 1]) as tf.Tensor4D, 1, 'valid');
  });
}
