// id: RD-05, JS-10
// attack: modules beside it, loader hooks, options and conditions of the loader
// runs: tfjs
// expect: judged
// layer: sup, cell (files of the answer only)
import { node, refused } from './support';

declare const require: (name: string) => unknown;
export function act(): void {
  for (const name of ['judge', '../judge', '/app/judge', 'express', 'postgres', 'hono', '../questions/judge']) refused(name, () => require(name));
  node('module')._extensions['.js'] = () => {};
  process.env.NODE_OPTIONS = '--require /box/evil.js';
  refused('own require', () => node('module').createRequire('/box/a.js')('./evil.js'));
}
