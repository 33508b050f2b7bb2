const tf = require('@tensorflow/tfjs');

async function sigmoid(x) {
  const value = [];
  const gradient = [];
  for (const number of await x.data()) {
    const z = Math.exp(-Math.abs(number));
    value.push((number < 0 ? z : 1) / (1 + z));
    gradient.push(z / (1 + z) / (1 + z));
  }
  return [tf.tensor(value, x.shape, 'float32'), tf.tensor(gradient, x.shape, 'float32')];
}

module.exports = { sigmoid };
