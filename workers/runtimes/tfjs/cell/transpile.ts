import { transform } from 'sucrase';

/** A file that is neither TypeScript nor JavaScript. The text is for the candidate. */
export class SourceError extends Error {}

/** TypeScript or JavaScript, with `import` or `require`, to what Node runs as CommonJS. Line numbers stay. Types are not checked. */
export function transpile(path: string, source: string): string {
  try {
    return transform(source, {
      transforms: /\.[cm]?ts$/.test(path) ? ['typescript', 'imports'] : ['imports'],
      // Node knows every other syntax itself; rewriting it would only move the columns.
      disableESTransforms: true,
      preserveDynamicImport: false,
    }).code;
  } catch (error) {
    const { message, loc } = error as { message?: string; loc?: { line: number } };
    throw new SourceError(`SyntaxError: ${String(message).replace(/ \(\d+:\d+\)$/, '')} (${path}${loc ? `, line ${loc.line}` : ''})`);
  }
}
