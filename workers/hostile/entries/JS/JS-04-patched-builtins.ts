// id: JS-04, CK-11
// attack: numbers, arrays, JSON and buffers say what it wants
// runs: tfjs
// expect: judged
// layer: judge apart
export function act(): void {
  Math.abs = () => 0;
  Number.isFinite = () => true;
  JSON.stringify = () => '{"verdict":"accepted"}';
  Object.is = () => true;
}
