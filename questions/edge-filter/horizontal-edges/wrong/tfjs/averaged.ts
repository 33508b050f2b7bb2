import * as tf from '@tensorflow/tfjs';

export function horizontalEdges(images: tf.Tensor4D): tf.Tensor4D {
  const [, height, width] = images.shape;
  if (height < 3 || width < 3) throw new RangeError(`no window of 3 by 3 fits into ${height} by ${width}`);
  const x = images.toFloat();
  const rows = (first: number) => x.slice([0, first, 0, 0], [-1, height - 2, -1, -1]) as tf.Tensor4D;
  return tf.avgPool(rows(2).sub(rows(0)) as tf.Tensor4D, [1, 3], 1, 'valid');
}
