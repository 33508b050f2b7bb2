const tf = require('@tensorflow/tfjs');

async function train(model, optimizer, batches, group, maxNorm) {
  if (!(group >= 1)) throw new RangeError('a group holds at least one micro-batch');
  const losses = [];
  const weights = model.trainableWeights.map((weight) => weight.val);
  let [held, numbers, error, elements] = [0, weights.map(() => []), 0, 0];

  async function step() {
    const gradients = numbers.map((list) => list.reduce((a, b) => tf.add(a, b)).div(elements));
    const norm = Math.sqrt(tf.addN(gradients.map((one) => tf.sum(tf.square(one)))).dataSync()[0]);
    const shrink = maxNorm === null || norm <= maxNorm ? 1 : maxNorm / norm;
    optimizer.applyGradients(weights.map((weight, i) => ({ name: weight.name, tensor: tf.mul(gradients[i], shrink) })));
    losses.push(error / elements);
    [held, numbers, error, elements] = [0, weights.map(() => []), 0, 0];
  }

  for (const [x, y] of batches) {
    const squares = () => tf.sum(tf.squaredDifference(model.predict(x), y));
    const { value, grads } = tf.variableGrads(squares, weights);
    weights.forEach((weight, i) => numbers[i].push(grads[weight.name]));
    error += (await value.data())[0];
    elements += y.size;
    if (++held === group) await step();
  }
  if (held > 0) await step();
  return losses;
}

module.exports = { train };
