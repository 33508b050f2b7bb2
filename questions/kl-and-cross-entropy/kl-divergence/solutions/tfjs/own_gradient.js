const tf = require('@tensorflow/tfjs');

exports.klDivergence = function klDivergence(p, q, axis) {
  if (!tf.util.arraysEqual(p.shape, q.shape)) throw new RangeError('p and q must have one shape');
  const [a, b] = [p.dataSync(), q.dataSync()];
  const term = (value, i) => (value > 0 ? value * (Math.log(value) - Math.log(b[i])) : 0);
  const slope = (value, i) => (value > 0 ? -value / b[i] : 0);
  // Numbers leave no trace that a gradient could follow, so it is written down.
  return tf.customGrad(() => ({
    value: tf.sum(tf.tensor(Float32Array.from(a, term), p.shape), axis),
    gradFunc: (upstream) => tf.mul(tf.expandDims(upstream, axis), tf.tensor(Float32Array.from(a, slope), p.shape)),
  }))(q);
};
