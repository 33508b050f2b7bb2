/** Hands over the tensors, with null for what a layer does not have, and takes the pair apart. */
export async function run(entry, inputs, params) {
  const given = ['kernel', 'bias', 'gamma', 'beta', 'mean', 'var'].map((name) => inputs[name] ?? null);
  const fused = await entry(...given, params.eps);
  if (!Array.isArray(fused) || fused.length !== 2) return { fused }; // no pair: refused under its own name
  return { kernel: fused[0], bias: fused[1] };
}
