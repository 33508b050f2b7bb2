const tf = require('@tensorflow/tfjs');

/** Reads the values, and puts the result together in plain JavaScript. */
exports.horizontalEdges = async function (images) {
  const [n, height, width, channels] = images.shape;
  if (Math.min(height, width) < 3) throw new RangeError('the image is too small');
  const x = await images.data();
  const pixel = (i, row, column, channel) => x[((i * height + row) * width + column) * channels + channel];
  const out = [];
  for (let i = 0; i < n; i++)
    for (let row = 0; row < height - 2; row++)
      for (let column = 0; column < width - 2; column++)
        for (let channel = 0; channel < channels; channel++) {
          let sum = 0;
          for (let t = 0; t < 3; t++) sum += pixel(i, row + 2, column + t, channel) - pixel(i, row, column + t, channel);
          out.push(sum);
        }
  return tf.tensor4d(out, [n, height - 2, width - 2, channels], 'float32');
};
