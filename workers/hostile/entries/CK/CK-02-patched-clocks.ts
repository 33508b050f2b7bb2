// id: CK-02
// attack: every clock stands still
// runs: tfjs
// expect: judged
// layer: sup (own clock)
export function act(): void {
  performance.now = () => 0;
  Date.now = () => 0;
  process.hrtime = (() => [0, 0]) as never;
}
