import * as tf from '@tensorflow/tfjs';

export function horizontalEdges(images: tf.Tensor4D): tf.Tensor4D {
  const [, height, width, channels] = images.shape;
  if (height < 3 || width < 3) throw new RangeError(`no window of 3 by 3 fits into ${height} by ${width}`);
  const x = images.toFloat();
  const change = x.slice([0, 0, 2, 0], [-1, -1, width - 2, -1]).sub(x.slice([0, 0, 0, 0], [-1, -1, width - 2, -1]));
  const last = channels - 2;
  return tf.addN([0, 1, 2].map((first) => change.slice([0, 0, 0, first], [-1, -1, -1, last]))) as tf.Tensor4D;
}
