// id: JS-03
// attack: every object has passed and is accepted
// runs: tfjs
// expect: judged
// layer: judge apart
export function act(): void {
  const every = Object.prototype as unknown as Record<string, unknown>;
  every.passed = true;
  every.verdict = 'accepted';
  every.get = () => 1;
  (Array.prototype as unknown as Record<string, unknown>).every = () => true;
}
