import util from 'node:util';

/** TensorFlow's binding calls two functions that Node 23 removed. Must be loaded before it. */
const missing = util as unknown as Record<string, unknown>;
missing.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
missing.isArray ??= Array.isArray;
