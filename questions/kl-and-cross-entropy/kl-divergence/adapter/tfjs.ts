/** Calls the candidate, and where an upstream gradient is given fetches what arrives at q. JavaScript has no arguments by name. */
export async function run(entry, inputs, params, tf) {
  const { p, q, upstream } = inputs;
  if (!upstream) return { output: await entry(p, q, params.axis) };
  let output;
  const traced = () => {
    output = entry(p, q, params.axis);
    if (!(output instanceof tf.Tensor)) return tf.zerosLike(upstream);
    tf.keep(output); // also where it has another shape, which the judge shall see
    return tf.util.arraysEqual(output.shape, upstream.shape) ? output : tf.zerosLike(upstream);
  };
  const { grads } = tf.engine().gradients(traced, [q], upstream, true);
  if (!(output instanceof tf.Tensor)) return { output }; // refused by its type: nobody can go back through a promise
  // A result that is cut from the graph sends nothing back: a gradient of zeros says that, and is compared.
  return { output, gradient: grads[0] ?? tf.zerosLike(q) };
}
