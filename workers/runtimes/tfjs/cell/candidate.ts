import { inspectSources } from './forbiddenScan.ts';
import { Modules } from './modules.ts';
import * as tf from './tensorflow.ts';
import { calledOutput, Watch } from './watchedTensorflow.ts';

const mainFiles = ['solution.ts', 'solution.js', 'solution.mts', 'solution.mjs', 'solution.cts', 'solution.cjs'];
const adapterFile = 'adapter.ts';

/** The main file does not define what the question asks for. */
export class MissingEntry extends Error {}

type Entry = (...given: unknown[]) => unknown;
type Run = (entry: Entry, inputs: Record<string, tf.Tensor>, params: Record<string, unknown>, framework: typeof tf) => unknown;

/** The candidate's modules and how to call them. */
export class Candidate {
  private constructor(
    private readonly entry: Entry,
    private readonly run: Run,
    private readonly watch: Watch | undefined,
  ) {}

  /**
   * `adapter` is source or empty; it defines `run(entry, inputs, params, tf)`. The judge adds to it which built-ins are forbidden, and
   * whether this run is watched for them. It comes first, so that the sources are looked at before any of them runs. Throws `SourceError`,
   * `MissingEntry`, `ForbiddenBuiltin`, or what the answer throws.
   */
  static load(entryName: string, adapter: string, files: Map<string, string>): Candidate {
    const hooks = adapter ? new Modules(new Map([[adapterFile, adapter]])).load(adapterFile) : {};
    const forbidden = hooks.forbiddenBuiltins as string[] | undefined;
    const watch = forbidden && hooks.isWatched ? new Watch(forbidden, files) : undefined;
    if (forbidden && !watch) inspectSources(files, forbidden);
    const modules = new Modules(files, watch?.framework);
    const main = mainFiles.find((name) => files.has(name));
    if (main === undefined) throw new MissingEntry('The answer has no file solution.ts or solution.js.');
    const exported = modules.load(main);
    // `export default` and `module.exports = f` of the right name are what people write too.
    const found = [exported[entryName], exported.default, exported].find((one) => typeof one === 'function' && (one === exported[entryName] || (one as Entry).name === entryName));
    if (found === undefined) throw new MissingEntry(`${main} does not export a function named ${entryName}.`);
    return new Candidate(found as Entry, (hooks.run as Run | undefined) ?? plainCall, watch);
  }

  async call(inputs: Record<string, tf.Tensor>, params: Record<string, unknown>): Promise<unknown> {
    const returned = await this.run(this.entry, inputs, params, tf);
    return this.watch && typeof returned === 'object' ? { ...returned, [calledOutput]: this.watch.counts() } : returned;
  }
}

/** Inputs in order, then the parameters as one object where there are any: the manner of TensorFlow.js itself. */
async function plainCall(entry: Entry, inputs: Record<string, tf.Tensor>, params: Record<string, unknown>): Promise<unknown> {
  const options = Object.keys(params).length > 0 ? [params] : [];
  return { output: await entry(...Object.values(inputs), ...options) };
}
