const tf = require('@tensorflow/tfjs');

async function relu6(x, upstream) {
  const [numbers, arrived] = [await x.data(), await upstream.data()];
  const value = numbers.map((number) => Math.min(Math.max(number, 0), 6));
  const gradient = arrived.map((g, i) => (value[i] > 0 && value[i] < 6 ? g : 0));
  return [tf.tensor(value, x.shape), tf.tensor(gradient, x.shape)];
}

module.exports = { relu6 };
