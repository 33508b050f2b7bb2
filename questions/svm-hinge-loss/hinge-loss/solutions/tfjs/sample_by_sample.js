const tf = require('@tensorflow/tfjs');

async function hingeLoss(x, y, w, b, l2) {
  const [samples, labels, weights, [bias]] = [await x.array(), await y.data(), await w.data(), await b.data()];
  let loss = 0;
  let gradB = 0;
  const gradW = Array.from(weights, (weight) => l2 * weight);
  for (const [i, sample] of samples.entries()) {
    const label = labels[i];
    if (label * label !== 1) throw new RangeError('labels must be -1 or 1');
    const z = label * sample.reduce((sum, value, j) => sum + value * weights[j], bias);
    if (z >= 1) continue;
    loss += (1 - z) / samples.length;
    gradB -= label / samples.length;
    for (const [j, value] of sample.entries()) gradW[j] -= (label * value) / samples.length;
  }
  for (const weight of weights) loss += (l2 / 2) * weight * weight;
  return [tf.scalar(loss), tf.tensor1d(gradW), tf.scalar(gradB)];
}

module.exports = { hingeLoss };
