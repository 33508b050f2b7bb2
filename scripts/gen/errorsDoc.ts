import { errorCatalogue } from '../../src/errors/catalogue.ts';

/** `docs/errors.md`: the catalogue for people who read the repository. `/docs/errors` shows the same to clients. */
export async function generateErrorsDoc(): Promise<Record<string, string>> {
  const rows = Object.entries(errorCatalogue).map(
    ([code, { status, title, cure }]) => `| <a id="${code}"></a>\`${code}\` | ${status} | ${title} | ${cure} |`,
  );
  return {
    'docs/errors.md': `# Errors

Made from \`src/errors/catalogue.ts\` by \`npm run gen\`. Do not edit.

Every error is \`application/problem+json\` (RFC 9457). Decide by \`code\`: it never changes its meaning. A wrong answer is not an
error; it is a graded submission.

| Code | Status | Meaning | What to do |
| --- | --- | --- | --- |
${rows.join('\n')}
`,
  };
}
