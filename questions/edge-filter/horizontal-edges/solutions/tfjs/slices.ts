import * as tf from '@tensorflow/tfjs';

export function horizontalEdges(images: tf.Tensor4D): tf.Tensor4D {
  const [, height, width] = images.shape;
  if (height < 3 || width < 3) throw new RangeError(`no window of 3 by 3 fits into ${height} by ${width}`);
  return tf.tidy(() => {
    const x = images.toFloat();
    const rows = (first: number) => x.slice([0, first, 0, 0], [-1, height - 2, -1, -1]);
    const change = rows(2).sub(rows(0));
    const columns = (first: number) => change.slice([0, 0, first, 0], [-1, -1, width - 2, -1]);
    return columns(0).add(columns(1)).add(columns(2)) as tf.Tensor4D;
  });
}
