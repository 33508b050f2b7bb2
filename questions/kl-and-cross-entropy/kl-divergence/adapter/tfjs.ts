/** Calls the candidate; JavaScript has no arguments by name. */
export async function run(entry, inputs, params) {
  return { output: await entry(inputs.p, inputs.q, params.axis) };
}
