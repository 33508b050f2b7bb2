// id: CP-03
// attack: recursive conditional types for a type checker; the transpiler only removes them
// runs: tfjs
// expect: judged
// layer: parse (in the cell; types are removed, never evaluated)
type Grow<T, N extends unknown[] = []> = N['length'] extends 99999 ? T : Grow<[T, T], [...N, 0]>;
type Union<A extends string> = `${A}${A}` | `${A}a` | `${A}b`;
export type Huge = Grow<Union<Union<Union<Union<'x'>>>>>;
export function act(): void {}
