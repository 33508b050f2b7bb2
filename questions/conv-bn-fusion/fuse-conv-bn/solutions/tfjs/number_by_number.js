const tf = require('@tensorflow/tfjs');

exports.fuseConvBn = async function fuseConvBn(kernel, bias, gamma, beta, mean, variance, eps) {
  const numbers = async (tensor, otherwise) => (tensor ? await tensor.data() : new Float32Array(mean.size).fill(otherwise));
  const [w, b, g, h] = [await kernel.data(), await numbers(bias, 0), await numbers(gamma, 1), await numbers(beta, 0)];
  const [m, v] = [await mean.data(), await variance.data()];
  const factor = Array.from(v, (value, o) => g[o] / Math.sqrt(value + eps));
  // The last axis is the one that runs fastest.
  const scaled = Float32Array.from(w, (value, i) => value * factor[i % factor.length]);
  return [tf.tensor(scaled, kernel.shape), tf.tensor1d(factor.map((value, o) => (b[o] - m[o]) * value + h[o]))];
};
