const tf = require('@tensorflow/tfjs');

async function crossEntropy(logits, labels) {
  const [rows, wanted] = [await logits.array(), await labels.data()];
  let total = 0;
  const gradient = rows.map((row, i) => {
    const label = wanted[i];
    if (!(label in row)) throw new RangeError(`label ${label} names no class`);
    const top = Math.max(...row);
    const weights = row.map((value) => Math.exp(value - top));
    const sum = weights.reduce((a, b) => a + b);
    total += Math.log(sum) + (top - row[label]);
    return weights.map((weight, c) => (weight / sum - Number(c === label)) / rows.length);
  });
  return [tf.scalar(total / rows.length), tf.tensor2d(gradient, logits.shape)];
}

module.exports = { crossEntropy };
