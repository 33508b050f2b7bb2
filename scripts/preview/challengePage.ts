import { challengeView } from '../gen/questionBank/challengeView.ts';
import type { BankTopic } from '../gen/questionBank/readBank.ts';
import { code, PageText } from './html.ts';
import { escapeHtml } from './markdownToHtml.ts';

/** A challenge as a candidate sees it, and below it what each concept's feedback says. */
export function challengePage(topic: string, challenge: BankTopic['challenges'][number]): { html: string; problems: string[] } {
  const text = new PageText();
  const view = challengeView(topic, challenge);
  const { source, quality } = challenge;
  const html = [
    // The statement brings its own heading.
    `<p class="facts"><code>${view.id}</code> · ${text.bothInline(source.title)} · difficulty ${view.difficulty} · ${view.minutes} min · ${view.runtimes.join(', ')} · ${quality.stored === null ? escapeHtml(quality.stale ?? '') : `mutation score ${quality.stored.score}`}</p>`,
    text.both(view.statement),
    '<h2>Starters</h2>',
    ...view.entries.map(
      (entry, index) =>
        `<details${index === 0 ? ' open' : ''}><summary>${entry.runtime}: <code>${escapeHtml(entry.signature)}</code></summary>${entry.starter.map((file) => `<p><code>${escapeHtml(file.path)}</code></p>${code(file.content)}`).join('')}<p>Forbidden: ${entry.forbidden_builtins.map((name) => `<code>${escapeHtml(name)}</code>`).join(' ') || 'nothing'}</p></details>`,
    ),
    '<h2>Concepts and their feedback</h2>',
    `<ul>${source.concepts.map((concept) => `<li><code>${concept.id}</code> ${text.bothInline(concept.title)}${text.both(concept.feedback)}</li>`).join('')}</ul>`,
    '<h2>Limits and tolerance</h2>',
    `<p>${Object.entries(view.limits).map(([name, value]) => `<code>${name}</code> ${value}`).join(' · ')}</p>`,
    text.both(source.tolerance_text),
  ].join('\n');
  return { html, problems: text.problems };
}
