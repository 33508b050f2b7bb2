const tf = require('@tensorflow/tfjs');

async function klDivergence(p, q, axis) {
  if (p.shape.join() !== q.shape.join()) throw new RangeError('p and q must have one shape');
  const [a, b] = [await p.data(), await q.data()];
  const terms = Array.from(a, (value, i) => (value > 0 ? value * (Math.log(value) - Math.log(b[i])) : 0));
  return tf.sum(tf.tensor(terms, p.shape, 'float32'), axis);
}

module.exports = { klDivergence };
