/** What went wrong in the candidate's code, in one short text. It comes from hostile ground: shown to people, never believed. */
const textBytesMax = 4000;

/** `A` for memory, `X` for anything else, then `Class: text (file, line n)`. */
export function ofError(error: unknown): Buffer {
  try {
    const { name, message, stack } = (typeof error === 'object' && error !== null ? error : { message: error }) as { name?: unknown; message?: unknown; stack?: unknown };
    const outOfMemory = message === 'Array buffer allocation failed' || /^Invalid TF_Status: 8\b.*\bOOM\b/s.test(String(message));
    return answer(outOfMemory ? 'A' : 'X', `${String(name ?? 'thrown')}: ${String(message)}${placeOf(stack)}`);
  } catch {
    return answer('X', 'Error: something was thrown that cannot be described.');
  }
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
