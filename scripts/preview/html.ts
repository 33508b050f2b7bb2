import type { LocalizedText } from '../../src/protocol/judgeReport.ts';
import { escapeHtml, inlineToHtml, markdownToHtml, type Rendered } from './markdownToHtml.ts';

/** Collects the parts of a page, and what was found wrong with its formulas. */
export class PageText {
  readonly problems: string[] = [];

  /** A block text in both languages, side by side; one can be hidden. */
  both(text: LocalizedText): string {
    return this.sides((lang) => this.keep(markdownToHtml(text[lang])));
  }

  /** A short text in both languages. */
  bothInline(text: LocalizedText): string {
    return this.sides((lang) => this.keep(inlineToHtml(text[lang])), 'span');
  }

  private sides(side: (lang: 'en' | 'zh') => string, tag: 'div' | 'span' = 'div'): string {
    return `<${tag} class="both"><${tag} class="en" lang="en">${side('en')}</${tag}><${tag} class="zh" lang="zh">${side('zh')}</${tag}></${tag}>`;
  }

  private keep({ html, problems }: Rendered): string {
    this.problems.push(...problems);
    return html;
  }
}

export const code = (text: string): string => `<pre tabindex="0"><code>${escapeHtml(text)}</code></pre>`;

export function page(title: string, body: string, links: { back?: string; previous?: string; next?: string } = {}): string {
  const link = (rel: string, href: string | undefined, text: string) => (href === undefined ? '' : `<a rel="${rel}" href="${escapeHtml(href)}">${text}</a>`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<link rel="stylesheet" href="/katex/katex.min.css">
<link rel="stylesheet" href="/preview.css">
<script src="/preview.js" defer></script>
</head>
<body class="show-both">
<a class="skip" href="#content">To the content</a>
<nav aria-label="Preview">
${link('up', links.back, 'All questions')}
${link('prev', links.previous, '← Previous')}
${link('next', links.next, 'Next →')}
<span class="languages" role="group" aria-label="Language">
<button type="button" data-show="both" aria-pressed="true">Both</button>
<button type="button" data-show="en" aria-pressed="false">English</button>
<button type="button" data-show="zh" aria-pressed="false">中文</button>
</span>
<span class="hint">Keys: <kbd>l</kbd> language, <kbd>j</kbd> next, <kbd>k</kbd> previous, <kbd>u</kbd> list</span>
</nav>
<main id="content" tabindex="-1">
${body}
</main>
</body>
</html>
`;
}

/** What is wrong, at the top and announced. */
export function problemList(problems: string[]): string {
  if (problems.length === 0) return '';
  return `<section class="problems" role="alert"><h2>To be mended</h2><ul>${problems.map((one) => `<li>${escapeHtml(one)}</li>`).join('')}</ul></section>`;
}
