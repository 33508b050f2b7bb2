// id: OH-01, OH-02
// attack: escapes, null bytes and scripts in what it prints
// runs: tfjs
// expect: judged
// layer: out (cleaned before it is stored)
// never shown: \x1b[2J, \x00
export function act(): void {
  console.log('\u001b[2J\u0000<script>alert(1)</script>\ud800');
}
