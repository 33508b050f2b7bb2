/** Calls the candidate and takes value and gradient apart. */
export async function run(entry, inputs) {
  const [value, gradient] = await entry(inputs.x, inputs.upstream);
  return { value, gradient };
}
