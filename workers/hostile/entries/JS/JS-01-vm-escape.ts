// id: JS-01, JS-02
// attack: the ways out of node:vm and its kin: constructors, stack traces, proxies, species
// runs: tfjs
// expect: judged
// layer: cell (no vm to escape from: outside is the same locked process)
import { node, refused } from './support';

export function act(): void {
  const vm = node('vm');
  const outer = vm.runInNewContext("this.constructor.constructor('return process')()");
  refused('file of the outer process', () => outer.binding('fs').open('/usr/lib/os-release', 0, 0));
  const original = Error.prepareStackTrace;
  Error.prepareStackTrace = (_error: unknown, sites: unknown) => sites;
  const sites = new Error().stack as unknown as { getThis(): unknown; getFunction(): unknown }[];
  for (const site of sites) void site.getFunction();
  Error.prepareStackTrace = original;
  refused('accounts', () => node('fs').readFileSync('/etc/passwd'));
}
