import { Modules } from './modules.ts';
import * as tf from './tensorflow.ts';

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
  ) {}

  /** `adapter` is source or empty; it defines `run(entry, inputs, params, tf)`. Throws `SourceError`, `MissingEntry`, or what the answer throws. */
  static load(entryName: string, adapter: string, files: Map<string, string>): Candidate {
    const modules = new Modules(files);
    const main = mainFiles.find((name) => files.has(name));
    if (main === undefined) throw new MissingEntry('The answer has no file solution.ts or solution.js.');
    const exported = modules.load(main);
    // `export default` and `module.exports = f` of the right name are what people write too.
    const found = [exported[entryName], exported.default, exported].find((one) => typeof one === 'function' && (one === exported[entryName] || (one as Entry).name === entryName));
    if (found === undefined) throw new MissingEntry(`${main} does not export a function named ${entryName}.`);
    const hooks = adapter ? new Modules(new Map([[adapterFile, adapter]])).load(adapterFile) : {};
    return new Candidate(found as Entry, (hooks.run as Run | undefined) ?? plainCall);
  }

  async call(inputs: Record<string, tf.Tensor>, params: Record<string, unknown>): Promise<unknown> {
    return await this.run(this.entry, inputs, params, tf);
  }
}

/** Inputs in order, then the parameters as one object where there are any: the manner of TensorFlow.js itself. */
async function plainCall(entry: Entry, inputs: Record<string, tf.Tensor>, params: Record<string, unknown>): Promise<unknown> {
  const options = Object.keys(params).length > 0 ? [params] : [];
  return { output: await entry(...Object.values(inputs), ...options) };
}
