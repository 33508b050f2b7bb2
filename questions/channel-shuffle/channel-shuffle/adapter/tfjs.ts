/** Calls the candidate, twice where the case asks for another number of groups. Memory layouts are no matter in TensorFlow.js. */
export async function run(entry, inputs, params) {
  const outputs = { output: await entry(inputs.x, params.groups) };
  if ('then_groups' in params) outputs.second = await entry(inputs.x, params.then_groups);
  return outputs;
}
