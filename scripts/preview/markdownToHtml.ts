import katex from 'katex';
import { Marked, type TokenizerAndRendererExtension } from 'marked';

/** A text as HTML, with what a renderer had against its formulas. */
export interface Rendered {
  html: string;
  problems: string[];
}

export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** Markdown with `$…$` and `$$…$$`. HTML is shown as it was typed: a statement must hold none, and none may run here. */
export function markdownToHtml(text: string): Rendered {
  return render((marked) => marked.parse(text, { async: false }));
}

/** The same without paragraphs: for titles, choices and table cells. */
export function inlineToHtml(text: string): Rendered {
  return render((marked) => marked.parseInline(text, { async: false }));
}

function render(apply: (marked: Marked) => string): Rendered {
  const problems: string[] = [];
  const marked = new Marked({ gfm: true });
  const formula = (source: string, displayMode: boolean): string => {
    try {
      return katex.renderToString(source, { displayMode, throwOnError: true, strict: 'error', trust: false, maxExpand: 1000 });
    } catch (error) {
      problems.push(`${source}: ${error instanceof Error ? error.message : String(error)}`);
      return `<code class="bad">${escapeHtml(source)}</code>`;
    }
  };
  marked.use({
    extensions: [mathExtension('displayMath', 'block', /^\$\$\s*([^$]+?)\s*\$\$(?:\n|$)/, (source) => `<p>${formula(source, true)}</p>`), mathExtension('inlineMath', 'inline', /^\$\$?([^$\n]+?)\$?\$/, (source) => formula(source, false))],
    renderer: {
      html: ({ text }) => escapeHtml(text),
      image: ({ href, text }) => escapeHtml(`![${text}](${href})`),
      link({ href, tokens }) {
        const shown = this.parser.parseInline(tokens);
        return href.startsWith('https://') ? `<a href="${escapeHtml(href)}" rel="noreferrer noopener">${shown}</a>` : shown;
      },
    },
  });
  return { html: apply(marked), problems };
}

function mathExtension(name: string, level: 'block' | 'inline', pattern: RegExp, toHtml: (source: string) => string): TokenizerAndRendererExtension {
  return {
    name,
    level,
    // A paragraph ends where a block may start: only a line that opens with $$ is one.
    start: (text) => (level === 'block' ? /^\$\$/m : /\$/).exec(text)?.index,
    tokenizer(text) {
      const match = pattern.exec(text);
      return match === null ? undefined : { type: name, raw: match[0], source: match[1] };
    },
    renderer: (token) => toHtml(String(token.source)),
  };
}
