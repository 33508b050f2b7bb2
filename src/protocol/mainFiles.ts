/** How the files of an answer are named in each runtime; the registry of runtimes (`workers/runtimes/<name>/runtime.json`) says the same to the judge. */
const otherThanPython: Record<string, string[]> = { tfjs: ['.ts', '.js'] };

/** Endings of source files, the usual one first. */
export const sourceSuffixes = (runtime: string): string[] => otherThanPython[runtime] ?? ['.py'];

/** An answer has one of these: the file that defines the entry function. */
export const mainFiles = (runtime: string): string[] => sourceSuffixes(runtime).map((suffix) => `solution${suffix}`);
