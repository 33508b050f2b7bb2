// id: JS-11
// attack: integers beyond what JSON holds
// runs: tfjs
// expect: judged
// layer: chan (raw bytes)
export function act(): void {
  console.log(String(2 ** 53 + 1), JSON.stringify({ a: 9007199254740993 }));
}
