import * as tf from './tensorflow.ts';

type Callable = (...given: unknown[]) => unknown;
type Named = Record<string, unknown>;

export const calledOutput = 'trace:called';

/**
 * Watches which forbidden built-ins an answer calls, in a second run of an accepted answer and never in the graded one. What
 * was seen was called; what was not seen proves nothing, for the answer shares this process. See docs/decisions/0009.
 *
 * The answer is given a view of the library in which the forbidden functions count: the library itself never looks there, so
 * every such call is the answer's. Methods of tensors and the engine's kernels are shared with the library, and count when the
 * answer's own code is what called them.
 */
export class Watch {
  readonly framework: typeof tf;
  /** For each forbidden name: calls, index of the file (-1: unknown), line of the first. */
  private readonly rows: [number, number, number][];
  private readonly paths: string[];

  constructor(
    private readonly forbidden: string[],
    files: Map<string, string>,
  ) {
    this.paths = [...files.keys()];
    this.rows = forbidden.map(() => [0, -1, 0]);
    const view = copyOf(tf);
    forbidden.forEach((name, index) => {
      this.guard(view, name.split('.').slice(1), index);
    });
    forbidden.forEach((name, index) => {
      this.watchMethod(name, index);
    });
    this.watchKernels(view);
    this.framework = view as typeof tf;
  }

  counts(): tf.Tensor {
    return tf.tensor2d(this.rows, [this.rows.length, 3], 'int32');
  }

  private guard(view: Named, path: string[], index: number): void {
    const [first, ...rest] = path as [string, ...string[]];
    const found = view[first];
    if (found === undefined) return;
    if (rest.length > 0) {
      const inner = copyOf(found as Named);
      replace(view, first, inner);
      this.guard(inner, rest, index);
    } else if (typeof found === 'function') replace(view, first, counting(found as Callable, () => this.count(index)));
    else if (typeof found === 'object' && found !== null) {
      // A whole name space is ruled out.
      const inner = copyOf(found as Named);
      replace(view, first, inner);
      for (const key of Object.keys(inner)) this.guard(inner, [key], index);
    }
  }

  private watchMethod(name: string, index: number): void {
    const [, leaf, deeper] = name.split('.');
    const methods = tf.Tensor.prototype as unknown as Named;
    if (deeper !== undefined || leaf === undefined || leaf === 'constructor' || typeof methods[leaf] !== 'function') return;
    methods[leaf] = counting(methods[leaf] as Callable, () => {
      if (this.ownCaller()) this.count(index);
    });
  }

  /** `engine().runKernel('Softmax', …)` and `getKernel('Softmax', …).kernelFunc`: the work without the function. */
  private watchKernels(view: Named): void {
    const indexOf = (kernel: unknown) => this.forbidden.findIndex((name) => name.split('.').at(-1)!.toLowerCase() === String(kernel).toLowerCase());
    const engine = tf.engine() as unknown as Named;
    engine.runKernel = counting((engine.runKernel as Callable).bind(engine), (kernel) => {
      const index = indexOf(kernel);
      if (index >= 0 && this.ownCaller()) this.count(index);
    });
    const getKernel = view.getKernel as (name: string, backend: string) => Named | undefined;
    replace(view, 'getKernel', (name: string, backend: string) => {
      const [found, index] = [getKernel(name, backend), indexOf(name)];
      return found && index >= 0 ? { ...found, kernelFunc: counting(found.kernelFunc as Callable, () => this.count(index)) } : found;
    });
  }

  private count(index: number): void {
    const row = this.rows[index]!;
    row[0]++;
    const place = row[0] === 1 ? this.placeIn(String(new Error().stack).split('\n')) : undefined;
    if (place) [row[1], row[2]] = place;
  }

  /** Whether the code that called the wrapped function is the answer's: the first frame outside of this file and the engine's. */
  private ownCaller(): boolean {
    // Error, this function, the callback, the wrapper, the caller; what V8 itself puts between has no place.
    const frames = String(new Error().stack).split('\n').slice(4);
    const caller = frames.find((line) => !line.endsWith('(<anonymous>)'));
    return caller !== undefined && this.placeIn([caller]) !== undefined;
  }

  private placeIn(frames: string[]): [number, number] | undefined {
    for (const frame of frames) {
      const found = /(?:\(|at )((?![/(])[\w./-]+\.[cm]?[jt]s):(\d+):\d+/.exec(frame);
      const index = found ? this.paths.indexOf(found[1]!) : -1;
      if (found && index >= 0) return [index, Number(found[2])];
    }
    return undefined;
  }
}

/** With properties that can be replaced: those of a bundle cannot. */
function copyOf(of: object): Named {
  const properties = Object.entries(Object.getOwnPropertyDescriptors(of)).map(([key, one]) => [key, { ...one, configurable: true }] as const);
  return Object.create(Object.getPrototypeOf(of) as object | null, Object.fromEntries(properties)) as Named;
}

function replace(holder: Named, key: string, value: unknown): void {
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
}

/** The same function or class, which first tells that it is called. */
function counting(original: Callable, told: (...given: unknown[]) => void): Callable {
  return new Proxy(original, {
    apply(target, self, given: unknown[]) {
      told(...given);
      return Reflect.apply(target, self, given) as unknown;
    },
    construct(target, given: unknown[], newTarget) {
      told(...given);
      return Reflect.construct(target, given, newTarget) as object;
    },
  });
}
