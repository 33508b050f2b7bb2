/** Calls the candidate and takes loss and gradient apart. */
export async function run(entry, inputs) {
  const [loss, gradient] = await entry(inputs.logits, inputs.labels);
  return { loss, gradient };
}
