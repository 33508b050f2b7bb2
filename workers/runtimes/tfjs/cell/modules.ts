import { createRequire, isBuiltin } from 'node:module';
import { posix } from 'node:path';
import { compileFunction } from 'node:vm';
import { SourceError, transpile } from './transpile.ts';
import * as tf from './tensorflow.ts';

const frameworkNames = /^@tensorflow\/tfjs(-core|-layers|-node|-node-gpu|-backend-cpu|-backend-wasm)?$/;
const endings = ['', '.ts', '.js', '.mts', '.mjs', '.cts', '.cjs', '.json', '/index.ts', '/index.js'];

type Exports = Record<string, unknown>;

/** The answer's files as CommonJS modules, from memory. They may import each other, TensorFlow.js and Node's own modules. */
export class Modules {
  private readonly loaded = new Map<string, { exports: Exports }>();

  constructor(
    private readonly files: Map<string, string>,
    private readonly framework: typeof tf = tf,
  ) {}

  load(path: string): Exports {
    const known = this.loaded.get(path);
    if (known) return known.exports;
    const source = this.files.get(path)!;
    const module = { exports: {} as Exports };
    this.loaded.set(path, module);
    if (path.endsWith('.json')) module.exports = JSON.parse(source) as Exports;
    else compiled(path, source)(module.exports, (name: string) => this.require(path, name), module);
    return module.exports;
  }

  private require(from: string, name: string): unknown {
    if (frameworkNames.test(name)) return this.framework;
    if (/^\.{1,2}\//.test(name)) return this.load(this.resolve(from, name));
    if (isBuiltin(name)) return nodeRequire(name);
    throw new Error(`Cannot find module '${name}': an answer can import its own files, @tensorflow/tfjs and the modules of Node.js.`);
  }

  private resolve(from: string, name: string): string {
    const wanted = posix.join(posix.dirname(from), name);
    // TypeScript is used to naming the file that its compiler would write.
    const stems = [wanted, wanted.replace(/\.([cm]?)js$/, '.$1ts')];
    const found = stems.flatMap((stem) => endings.map((ending) => stem + ending)).find((path) => this.files.has(path));
    if (found === undefined) throw new Error(`Cannot find '${name}', which ${from} imports, among the files of the answer.`);
    return found;
  }
}

const nodeRequire = createRequire('/box/solution.js');

type Compiled = (exports: Exports, require: (name: string) => unknown, module: { exports: Exports }) => void;

function compiled(path: string, source: string): Compiled {
  const code = transpile(path, source);
  try {
    return compileFunction(code, ['exports', 'require', 'module'], { filename: path }) as Compiled;
  } catch (error) {
    const line = /:(\d+)\n/.exec(String((error as Error).stack))?.[1];
    throw new SourceError(`SyntaxError: ${(error as Error).message} (${path}${line ? `, line ${line}` : ''})`);
  }
}
