const tf = require('@tensorflow/tfjs');

exports.maskedLoss = function maskedLoss(prediction, target, mask) {
  const wide = tf.broadcastTo(mask.toInt(), prediction.shape).dataSync();
  const [p, t] = [prediction.dataSync(), target.dataSync()];
  const count = wide.reduce((sum, one) => sum + one, 0);
  const differences = Float64Array.from(p, (value, i) => (wide[i] ? value - t[i] : 0));
  const loss = differences.reduce((sum, one) => sum + one * one, 0) / (count || 1);
  const slope = () => tf.tensor(Float32Array.from(differences, (one) => (2 * one) / (count || 1)), prediction.shape);
  // Numbers leave no trace that a gradient could follow, so it is written down.
  return tf.customGrad(() => ({ value: tf.scalar(loss), gradFunc: (upstream) => tf.mul(upstream, slope()) }))(prediction);
};
