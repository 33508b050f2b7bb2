/** The nearest IEEE 754 half-precision number, ties to even; beyond 65519 it is infinite. */
export function toFloat16(x: number): number {
  if (!Number.isFinite(x) || x === 0) return x;
  const magnitude = Math.abs(x);
  // Below 2^-14 the spacing no longer shrinks: subnormal numbers.
  const exponent = Math.max(Math.floor(Math.log2(magnitude)), -14);
  const spacing = 2 ** (exponent - 10);
  const steps = magnitude / spacing;
  const below = Math.floor(steps);
  const rest = steps - below;
  const nearest = rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below;
  const value = nearest * spacing;
  return Math.sign(x) * (value > 65504 ? Infinity : value);
}
