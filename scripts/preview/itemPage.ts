import type { LocalizedText } from '../../src/protocol/judgeReport.ts';
import type { Mistake } from '../../src/questions/itemKeys.ts';
import type { ItemSource } from '../../src/questions/itemSource.ts';
import type { Figures } from '../../src/questions/seeded/value.ts';
import { escapeHtml } from './markdownToHtml.ts';
import { PageText } from './html.ts';

/** The variant of a seeded item that is shown, with what was drawn for it. */
export interface ShownVariant {
  name: string;
  figures: Figures;
}

/** An item with its key: what is right, and what is said to each mistake. */
export function itemPage(item: ItemSource, variant: ShownVariant | null): { html: string; problems: string[] } {
  const text = new PageText();
  const html = [
    `<h1>${text.bothInline(item.title)}</h1>`,
    `<p class="facts"><code>${item.id}</code> · ${item.kind} · difficulty ${item.difficulty} · ${item.minutes} min · ${item.tags.map(escapeHtml).join(', ') || 'no tags'}</p>`,
    variant === null ? '' : variantForm(variant),
    text.both(item.prompt),
    answerOf(item, text),
    `<section><h2>Otherwise</h2>${text.both(item.otherwise)}</section>`,
  ].join('\n');
  return { html, problems: text.problems };
}

function variantForm({ name, figures }: ShownVariant): string {
  const rows = Object.entries(figures).map(([figure, value]) => `<tr><th scope="row"><code>${escapeHtml(figure)}</code></th><td>${escapeHtml(JSON.stringify(value))}</td></tr>`);
  return `<form class="variant"><label for="variant">Variant</label> <input id="variant" name="variant" value="${escapeHtml(name)}" maxlength="64"> <button>Draw</button>
<details><summary>What was drawn and computed</summary><table>${rows.join('')}</table></details></form>`;
}

function answerOf(item: ItemSource, text: PageText): string {
  switch (item.kind) {
    case 'single_choice':
    case 'multiple_choice':
      return list('Choices', item.choices.map((choice) => `${mark(choice.right === true)} <code>${choice.id}</code> ${text.bothInline(choice.text)}${choice.right ? '' : mistake(choice, text)}`));
    case 'numeric':
      return `<section><h2>Value</h2><p class="right">${item.value}${item.unit === undefined ? '' : ` ${escapeHtml(item.unit)}`} ± (${item.tolerance.absolute} + ${item.tolerance.relative} · |value|)</p></section>${list('Known mistakes', item.wrong.map((one) => `${one.value} ${mistake(one, text)}`))}`;
    case 'ordering': {
      const name = (id: string) => text.bothInline(item.entries.find((entry) => entry.id === id)!.text);
      return `<section><h2>Right order</h2><ol>${item.order.map((id) => `<li>${name(id)}</li>`).join('')}</ol></section>${list('Known mistakes', item.wrong.map((one) => `<code>${one.order.join(', ')}</code> ${mistake(one, text)}`))}`;
    }
    case 'matching': {
      const right = (id: string) => text.bothInline(item.right.find((entry) => entry.id === id)!.text);
      const rows = item.left.map((entry) => `<tr><td>${text.bothInline(entry.text)}</td><td>${right(item.pairs[entry.id]!)}</td></tr>`);
      const spare = item.right.filter((entry) => !Object.values(item.pairs).includes(entry.id));
      return `<section><h2>Pairs</h2><table>${rows.join('')}</table></section>${list('Right entries without a partner', spare.map((entry) => text.bothInline(entry.text)))}${list('Known mistakes', item.wrong.map((one) => `<code>${one.left} = ${one.right}</code> ${mistake(one, text)}`))}`;
    }
    case 'cloze':
      return `<section>${text.both(withBlanks(item.text))}</section>${Object.entries(item.blanks).map(([id, blank]) => blankOf(id, blank, text)).join('\n')}`;
    case 'short_text':
      return `${list('Accepted when one of each row occurs', item.accepted.map(rule))}${list('Known mistakes', item.wrong.map((one) => `${rule(one.phrases)} ${mistake(one, text)}`))}${list('Right phrasings', item.examples.right.map(escapeHtml))}${list('Wrong phrasings', item.examples.wrong.map(escapeHtml))}`;
  }
}

/** Blanks as boxes that no renderer takes for anything else. */
const withBlanks = (text: LocalizedText): LocalizedText => {
  const show = (one: string) => one.replace(/\{\{([a-z0-9_]+)\}\}/g, '▢$1▢');
  return { en: show(text.en), zh: show(text.zh) };
};

function blankOf(id: string, blank: Extract<ItemSource, { kind: 'cloze' }>['blanks'][string], text: PageText): string {
  const accepted = blank.accepted.map((one) => `<code class="right">${escapeHtml(one)}</code>`).join(' ');
  const options = blank.options === undefined ? '' : `<p>Options: ${blank.options.map((one) => `<code>${escapeHtml(one)}</code>`).join(' ')}</p>`;
  const wrong = blank.wrong.map((one) => `${one.given.map((given) => `<code>${escapeHtml(given)}</code>`).join(' ')} ${mistake(one, text)}`);
  return `<section><h2>Blank <code>${id}</code></h2><p>${accepted} <small>${blank.normalise.join(', ')}</small></p>${options}${list('', wrong)}<p>Otherwise: ${text.bothInline(blank.otherwise)}</p></section>`;
}

const mark = (right: boolean): string => (right ? '<strong class="right">right</strong>' : '<span class="wrong">wrong</span>');
const rule = (choices: string[][]): string => choices.map((choice) => `<div>${choice.map((phrase) => `<code>${escapeHtml(phrase)}</code>`).join(' or ')}</div>`).join('');
const mistake = (one: Mistake, text: PageText): string => `<div class="mistake"><small>${text.bothInline(one.misconception)}</small>${text.both(one.feedback)}</div>`;

function list(title: string, entries: string[]): string {
  if (entries.length === 0) return '';
  return `<section>${title === '' ? '' : `<h2>${title}</h2>`}<ul>${entries.map((entry) => `<li>${entry}</li>`).join('')}</ul></section>`;
}
