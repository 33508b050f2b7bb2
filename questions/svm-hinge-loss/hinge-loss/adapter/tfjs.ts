/** Calls the candidate and takes loss and gradients apart. */
export async function run(entry, inputs, params) {
  const [loss, gradW, gradB] = await entry(inputs.x, inputs.y, inputs.w, inputs.b, params.l2);
  return { loss, grad_w: gradW, grad_b: gradB };
}
