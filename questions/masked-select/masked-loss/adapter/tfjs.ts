/** Calls the candidate inside of a gradient by the prediction, and fetches both. */
export function run(entry, inputs, params, tf) {
  const { prediction, target, mask } = inputs;
  let loss;
  const traced = () => {
    loss = entry(prediction, target, mask);
    if (!(loss instanceof tf.Tensor)) return tf.scalar(0);
    return tf.keep(loss);
  };
  const { grads } = tf.engine().gradients(traced, [prediction], null, true);
  if (!(loss instanceof tf.Tensor)) return { loss }; // refused by its type: nobody can go back through a promise
  // A loss that is cut from the graph sends nothing back: a gradient of zeros says that, and is compared.
  return { loss, gradient: grads[0] ?? tf.zerosLike(prediction) };
}
