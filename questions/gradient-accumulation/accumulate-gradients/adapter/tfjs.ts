/** Builds model, optimizer and micro-batches, calls the candidate, and counts forward passes that wait for a backward pass. */

export async function run(entry, inputs, params, tf) {
  const counts = { passes: 0, waiting: 0, most: 0 };
  const [layer, model] = built(tf, inputs, params, counts);
  const optimizer = params.momentum > 0 ? tf.train.momentum(params.rate, params.momentum) : tf.train.sgd(params.rate);
  const losses = await entry(model, optimizer, pairs(tf, inputs, params.sizes), params.group, params.max_norm);
  const areNumbers = losses.every((loss) => typeof loss === 'number');
  const facts = [counts.passes, counts.most, Number(areNumbers)];
  const weights = Object.fromEntries(layer.weights.map((weight, i) => [layer.names[i], weight.read().clone()]));
  model.dispose(); // whoever asks for the gradients of everything would find it in the next run
  return {
    ...weights,
    losses: tf.tensor1d(losses.map((loss) => Number(typeof loss === 'number' ? loss : loss.dataSync()[0]))),
    facts: tf.tensor1d(facts, 'int32'),
  };
}

/** One layer that holds the whole network, in a model as any other. */
function built(tf, inputs, params, counts) {
  const names = Object.keys(inputs).filter((name) => /^[wb]/.test(name));

  class Network extends tf.layers.Layer {
    names = names;
    build() {
      this.kept = names.map((name) => this.addWeight(name, inputs[name].shape, 'float32', tf.initializers.zeros()));
      this.built = true;
    }
    computeOutputShape([samples]) {
      return [samples, inputs.y.shape[1]];
    }
    call(given) {
      const x = Array.isArray(given) ? given[0] : given;
      const [w0, b0, w1, b1] = this.kept.map((weight) => weight.read());
      let y = tf.add(tf.matMul(x, w0), b0);
      if (w1) {
        y = tf.tanh(y);
        y = tf.add(tf.matMul(params.centred ? tf.sub(y, tf.mean(y, 0)) : y, w1), b1);
      }
      counts.passes++;
      counts.waiting++;
      counts.most = Math.max(counts.most, counts.waiting);
      return passedBack(y);
    }
  }
  Network.className = 'Network';

  const passedBack = tf.customGrad((y) => {
    const gradFunc = (upstream) => {
      counts.waiting--;
      return upstream.clone();
    };
    return { value: y.clone(), gradFunc };
  });

  const layer = new Network({ inputShape: [inputs.x.shape[1]] });
  const model = tf.sequential({ layers: [layer] });
  layer.setWeights(names.map((name) => inputs[name]));
  return [layer, model];
}

function* pairs(tf, inputs, sizes) {
  let start = 0;
  for (const size of sizes) {
    yield [tf.slice(inputs.x, [start, 0], [size, -1]), tf.slice(inputs.y, [start, 0], [size, -1])];
    start += size;
  }
}
