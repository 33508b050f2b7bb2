/** What went wrong in the candidate's code, in one short text. It comes from hostile ground: shown to people, never believed. */
const textBytesMax = 4000;

const classesMax = 16;

/** `A` for memory, `X` for anything else; for `X` the names of its classes, own one first, and a null byte; then `Class: text (file, line n)`. */
export function ofError(error: unknown): Buffer {
  try {
    const { name, message, stack } = (typeof error === 'object' && error !== null ? error : { message: error }) as { name?: unknown; message?: unknown; stack?: unknown };
    const outOfMemory = /^Array buffer allocation failed$|^createBuffer failed to allocate\b|^Invalid TF_Status: 8\b.*\bOOM\b/s.test(String(message));
    const text = `${String(name ?? 'thrown')}: ${String(message)}${placeOf(stack)}`;
    return outOfMemory ? answer('A', text) : answer('X', `${classesOf(error)}\0${text}`);
  } catch {
    return answer('X', '\0Error: something was thrown that cannot be described.');
  }
}

/** The name that it gives itself, then those of the classes it is an instance of. */
function classesOf(error: unknown): string {
  const { name, message } = (error ?? {}) as { name?: unknown; message?: unknown };
  // V8 calls it a RangeError, which is what an answer may have been asked to throw for a bad argument.
  const names: unknown[] = /^Maximum call stack size exceeded/.test(String(message)) ? ['StackOverflow', name] : [name];
  for (let one: unknown = error; typeof one === 'object' && one !== null && names.length < classesMax; one = Object.getPrototypeOf(one)) {
    names.push((one as { constructor?: { name?: unknown } }).constructor?.name);
  }
  return [...new Set(names)].filter((name) => typeof name === 'string' && /^[\w$]+$/.test(name) && name !== 'Object').join(' ');
}

export function answer(kind: string, text = ''): Buffer {
  const encoded = Buffer.from(kind + text, 'utf8');
  return encoded.subarray(0, textBytesMax);
}

/** The innermost line of the candidate's own files: those have no folder in front, or one of their own. */
function placeOf(stack: unknown): string {
  for (const line of String(stack).split('\n')) {
    const found = /(?:\(|at )((?![/(])[\w./-]+\.[cm]?[jt]s):(\d+):\d+\)?$/.exec(line);
    if (found && found[1] !== 'adapter.ts') return ` (${found[1]}, line ${found[2]})`;
  }
  return '';
}
