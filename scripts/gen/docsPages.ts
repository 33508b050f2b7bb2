import { errorCatalogue } from '../../src/errors/catalogue.ts';
import { escapeHtml, inlineMarkdown, markdown } from './markdown.ts';
import { listOperations, resolve, type OpenApiDocument, type Operation, type Schema } from './openapiDocument.ts';

/**
 * The reference as one static page. No script and no other host: it works offline, on all three runtimes, with a keyboard, in a text
 * browser, and under a policy that forbids everything but its own style.
 */
export function docsPage(document: OpenApiDocument): string {
  const operations = listOperations(document);
  const groups = document.tags.map((tag) => ({ ...tag, operations: operations.filter((operation) => operation.tags[0] === tag.name) }));
  const schemas = Object.entries(document.components.schemas);
  return page(
    `${document.info.title} ${document.info.version}: reference`,
    `<nav aria-label="Contents">
<p><a href="#top">${escapeHtml(document.info.title)}</a> · <a href="/openapi.yaml">openapi.yaml</a> · <a href="/docs/errors">errors</a></p>
${groups.map((group) => `<h2>${group.name}</h2>\n<ul>\n${group.operations.map(operationLink).join('\n')}\n</ul>`).join('\n')}
<h2>schemas</h2>
<ul>
${schemas.map(([name]) => `<li><a href="#schema-${name}">${name}</a></li>`).join('\n')}
</ul>
</nav>
<main id="top">
<h1>${escapeHtml(document.info.title)} <small>${document.info.version}</small></h1>
<p class="lead">${escapeHtml(document.info.summary)}</p>
${markdown(document.info.description)}
<h2 id="keys-and-scopes">Key format</h2>
${markdown(document.components.securitySchemes.apiKey!.description)}
${groups.map((group) => `<h2 id="tag-${group.name}">${group.name}</h2>\n${markdown(group.description)}\n${group.operations.map((o) => operationSection(document, o)).join('\n')}`).join('\n')}
<h2 id="schemas">schemas</h2>
${schemas.map(([name, schema]) => schemaSection(name, schema)).join('\n')}
</main>`,
  );
}

/** Where the `type` of every problem points to. */
export function errorsPage(): string {
  const entries = Object.entries(errorCatalogue).map(
    ([code, { status, title, cure }]) =>
      `<section id="${code}"><h2><a href="#${code}"><code>${code}</code></a> <small>${status}</small></h2><p>${escapeHtml(title)}</p><p>${inlineMarkdown(cure)}</p></section>`,
  );
  return page(
    'Gradecheck: errors',
    `<nav aria-label="Contents"><p><a href="/docs">reference</a></p><ul>
${Object.keys(errorCatalogue).map((code) => `<li><a href="#${code}">${code}</a></li>`).join('\n')}
</ul></nav>
<main><h1>Errors</h1>
<p>Every error is <code>application/problem+json</code>. Decide by <code>code</code>: it never changes its meaning.</p>
${entries.join('\n')}
</main>`,
  );
}

const operationLink = (operation: Operation): string =>
  `<li><a href="#${operation.operationId}"><b class="${operation.method}">${operation.method.toUpperCase()}</b>${escapeHtml(operation.summary)}</a></li>`;

function operationSection(document: OpenApiDocument, operation: Operation): string {
  const body = operation.requestBody?.content['application/json'];
  const examples = Object.values(body?.examples ?? {}).map(
    (example) => `<details><summary>Example: ${escapeHtml(example.summary)}</summary><pre>${escapeHtml(JSON.stringify(example.value, null, 2))}</pre></details>`,
  );
  const parameters = operation.parameters.map(
    (parameter) => `<tr><td><code>${parameter.name}</code>${parameter.required === true ? ' <small>required</small>' : ''}</td><td>${parameter.in}</td><td>${typeOf(parameter.schema)}</td><td>${inlineMarkdown(parameter.description ?? '')}</td></tr>`,
  );
  const responses = Object.entries(operation.responses).map(([status, response]) => {
    const [type, media] = Object.entries(response.content ?? {})[0] ?? [];
    const headers = Object.keys(response.headers ?? {}).map((name) => `<code>${name}</code>`);
    const content = media === undefined ? '' : `<code>${type}</code> ${typeOf(media.schema)}`;
    return `<tr><td>${status}</td><td>${inlineMarkdown(response.description)}</td><td>${content}</td><td>${headers.join(', ')}</td></tr>`;
  });
  return `<section id="${operation.operationId}">
<h3><a href="#${operation.operationId}">${escapeHtml(operation.summary)}</a> <small><code>${operation.operationId}</code></small></h3>
<p class="route"><b class="${operation.method}">${operation.method.toUpperCase()}</b> <code>${escapeHtml(operation.path)}</code> ${operation.scope === null ? 'no key needed' : `scope <code>${operation.scope}</code>`}</p>
${markdown(operation.description)}
${parameters.length === 0 ? '' : table(['Parameter', 'In', 'Type', ''], parameters)}
${body === undefined ? '' : `<p>Body: ${typeOf(body.schema)}. ${inlineMarkdown(resolve<{ description?: string }>(document, operation.requestBody!).description ?? '')}</p>${examples.join('')}`}
${table(['Status', '', 'Content', 'Headers'], responses)}
</section>`;
}

function schemaSection(name: string, schema: Schema): string {
  const required = new Set((schema.required as string[] | undefined) ?? []);
  const properties = Object.entries((schema.properties as Record<string, Schema> | undefined) ?? {}).map(
    ([key, property]) => `<tr><td><code>${key}</code>${required.has(key) ? ' <small>required</small>' : ''}</td><td>${typeOf(property)}</td><td>${inlineMarkdown(String(property.description ?? ''))}</td></tr>`,
  );
  const parents = ((schema.allOf as Schema[] | undefined) ?? []).filter((parent) => parent.$ref !== undefined).map(typeOf);
  return `<section id="schema-${name}">
<h3><a href="#schema-${name}">${name}</a></h3>
${schema.description === undefined ? '' : markdown(String(schema.description))}
${parents.length === 0 ? '' : `<p>Everything of ${parents.join(', ')}, and:</p>`}
${properties.length === 0 ? (schema.type === 'object' && schema.oneOf === undefined ? '' : `<p>${typeOf(schema)}</p>`) : table(['Field', 'Type', ''], properties)}
</section>`;
}

/** A schema in a few words, with links. */
function typeOf(schema: Schema): string {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.split('/').at(-1)!;
    return `<a href="#schema-${name}">${name}</a>`;
  }
  const branches = (schema.oneOf ?? schema.anyOf) as Schema[] | undefined;
  if (branches !== undefined) return branches.map(typeOf).join(' or ');
  if (schema.const !== undefined) return `<code>${escapeHtml(JSON.stringify(schema.const))}</code>`;
  if (schema.enum !== undefined) return (schema.enum as unknown[]).map((value) => `<code>${escapeHtml(String(value))}</code>`).join(' ');
  if (schema.type === 'array') return `list of ${typeOf((schema.items as Schema | undefined) ?? {})}${bounds(schema, 'minItems', 'maxItems')}`;
  const map = schema.additionalProperties;
  if (schema.type === 'object' && typeof map === 'object' && map !== null) return `map to ${typeOf(map as Schema)}`;
  const type = Array.isArray(schema.type) ? schema.type.join(' or ') : String(schema.type ?? 'anything');
  const format = schema.format === undefined ? '' : ` (${String(schema.format)})`;
  const pattern = schema.pattern === undefined ? '' : ` <code>${escapeHtml(String(schema.pattern))}</code>`;
  return `${type}${format}${bounds(schema, 'minLength', 'maxLength')}${bounds(schema, 'minimum', 'maximum')}${pattern}`;
}

function bounds(schema: Schema, low: string, high: string): string {
  if (schema[low] === undefined && schema[high] === undefined) return '';
  return ` ${String(schema[low] ?? '')}…${String(schema[high] ?? '')}`;
}

const table = (heads: string[], rows: string[]): string =>
  `<table><thead><tr>${heads.map((head) => `<th scope="col">${head}</th>`).join('')}</tr></thead><tbody>${rows.join('')}</tbody></table>`;

const style = `
:root{color-scheme:light dark;--line:#8884;--accent:#2563eb}
*{box-sizing:border-box}
body{margin:0;font:16px/1.5 system-ui,sans-serif;display:grid;grid-template-columns:17rem minmax(0,1fr)}
nav{position:sticky;top:0;height:100vh;overflow:auto;padding:1rem;border-right:1px solid var(--line);font-size:.875rem}
nav ul{list-style:none;padding:0;margin:0}nav h2{font-size:1rem;margin:1rem 0 .25rem}
main{padding:1rem 2rem;max-width:72rem}
section{border-top:1px solid var(--line);padding:.5rem 0 1rem}
h1 small,h2 small,h3 small{font-weight:400;opacity:.7}h2 a,h3 a{color:inherit;text-decoration:none}
a:focus-visible,summary:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.route b,nav b{font:600 .75rem ui-monospace,monospace;display:inline-block;min-width:4.5em}
nav li a:has(b){display:flex;align-items:baseline;text-decoration:none}nav li a:has(b):hover{text-decoration:underline}nav li b{flex:none}
.get{color:#15803d}.post{color:#b45309}.delete{color:#b91c1c}
table{border-collapse:collapse;width:100%;font-size:.9rem;margin:.5rem 0}
th,td{text-align:left;vertical-align:top;border-bottom:1px solid var(--line);padding:.25rem .75rem .25rem 0}
code,pre{font:.875em ui-monospace,monospace}pre{overflow:auto;padding:.75rem;border:1px solid var(--line)}
.lead{font-size:1.15rem}
@media(max-width:50rem){body{display:block}nav{position:static;height:auto;border:0}main{padding:1rem;overflow-x:auto}}
`;

const page = (title: string, content: string): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
${content}
</html>
`;
