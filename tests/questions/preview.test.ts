import { appendFileSync, cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inlineToHtml, markdownToHtml } from '../../scripts/preview/markdownToHtml.ts';
import { type Preview, startPreview } from '../../scripts/preview/previewServer.ts';
import { makeTemplateBank } from './templateBank.ts';

const bank = makeTemplateBank();
let preview: Preview;
beforeAll(async () => {
  preview = await startPreview({ root: bank.root, port: 0 });
});
afterAll(async () => {
  await preview.close();
  bank.remove();
});

async function read(path: string): Promise<string> {
  const response = await fetch(preview.url + path);
  expect(response.status, path).toBe(200);
  return response.text();
}

/** Waits until the server says that something changed, after `change` was made. */
async function afterChange(change: () => void): Promise<void> {
  const events = await fetch(`${preview.url}/changes`);
  const reader = events.body!.getReader();
  let heard = '';
  change();
  while (!heard.includes('event: change')) heard += new TextDecoder().decode((await reader.read()).value);
  await reader.cancel();
}

describe('texts', () => {
  test('formulas are set, in a line and by themselves', () => {
    expect(markdownToHtml('A $x^2$ and `$y$`.').html).toMatch(/^<p>A <span class="katex">.*<\/span> and <code>\$y\$<\/code>\.<\/p>/);
    expect(markdownToHtml('Before\n\n$$\n\\frac{1}{2}\n$$\n\nafter').html).toContain('katex-display');
    expect(inlineToHtml('$a$, $b$').html.match(/class="katex"/g)).toHaveLength(2);
  });

  test('a formula that cannot be set is shown and told', () => {
    const { html, problems } = inlineToHtml('a $\\frac{1$ b');
    expect(problems).toEqual([expect.stringContaining('\\frac{1: KaTeX parse error')]);
    expect(html).toContain('<code class="bad">\\frac{1</code>');
  });

  test('nothing of a text can run or load', () => {
    const { html } = markdownToHtml('<script>alert(1)</script>\n\n<img src=x onerror=alert(1)> ![a](https://b.c/d.png) [e](javascript:alert(1)) [f](https://g.h)');
    expect(html).not.toMatch(/<script|<img|javascript:/);
    expect(html).toContain('<a href="https://g.h" rel="noreferrer noopener">f</a>');
  });
});

describe('pages', () => {
  test('the list names each question of each topic', async () => {
    const html = await read('/');
    expect(html).toContain('<a href="/my-topic/my-challenge">my-challenge</a> <small>code, numpy</small>');
    expect(html).toContain('<a href="/my-topic/my-topic-first-item">');
  });

  test('a challenge with statement, starter and feedback in both languages', async () => {
    const html = await read('/my-topic/my-challenge');
    for (const lang of ['en', 'zh']) {
      const statement = readFileSync(join(bank.root, `my-topic/my-challenge/statement.${lang}.md`), 'utf8');
      for (const heading of statement.match(/^## .*$/gm)!) expect(html).toContain(`<h2>${heading.slice(3)}</h2>`);
    }
    expect(html).toContain(readFileSync(join(bank.root, 'my-topic/my-challenge/starter/numpy.py'), 'utf8').split('\n').find((line) => line.startsWith('def'))!.replaceAll('>', '&#62;'));
    expect(html.match(/<div class="zh" lang="zh">/g)!.length).toBe(html.match(/<div class="en" lang="en">/g)!.length);
    expect(html).not.toContain('role="alert"');
  });

  test('an item with its key and what is said to each mistake', async () => {
    const html = await read('/my-topic/my-topic-first-item');
    expect(html).toContain('<strong class="right">right</strong> <code>six</code>');
    expect(html).toContain('The dot means addition.');
    expect(html).toContain('那是两数之和。点号代表什么运算?');
  });

  test('can be used by keyboard: a way past the menu, buttons that say their state, links to the neighbours', async () => {
    const html = await read('/my-topic/my-challenge');
    for (const part of ['<a class="skip" href="#content">', 'aria-pressed="true"', '<main id="content" tabindex="-1">', '<a rel="next" href="/my-topic/my-topic-first-item">', '<pre tabindex="0">']) expect(html).toContain(part);
  });

  test('styles, fonts and the script come from here', async () => {
    expect(await read('/preview.js')).toContain('EventSource');
    expect(await read('/preview.css')).toContain('focus-visible');
    expect(await read('/katex/katex.min.css')).toContain('.katex');
    const font = await fetch(`${preview.url}/katex/fonts/KaTeX_Main-Regular.woff2`);
    expect(font.headers.get('content-type')).toBe('font/woff2');
    expect(font.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  test.each(['/nope/nope', '/my-topic/nope', '/katex/../package.json', '/katex/%2e%2e/package.json', '/my-topic/my-challenge/judge.py', '/_template/x'])('%s is not there', async (path) => {
    expect((await fetch(preview.url + path)).status).toBe(404);
  });

  test('another host is refused: a page elsewhere must not read drafts', async () => {
    const status = await new Promise((done, fail) => request(preview.url, { headers: { host: 'evil.example' } }, (response) => done(response.resume().statusCode)).once('error', fail).end());
    expect(status).toBe(403);
  });
});

describe('while a question is being written', () => {
  test('a change is told and seen at the next look', async () => {
    await afterChange(() => appendFileSync(join(bank.root, 'my-topic/my-challenge/starter/numpy.py'), '# written just now\n'));
    expect(await read('/my-topic/my-challenge')).toContain('# written just now');
  });

  test('what is wrong stands on the page, with file, line and cure, until it is mended', async () => {
    const file = join(bank.root, 'my-topic/items.yaml');
    const good = readFileSync(file, 'utf8');
    await afterChange(() => writeFileSync(file, good.replace('right: true', 'right: maybe')));
    const html = await read('/my-topic/my-topic-first-item');
    expect(html).toContain('role="alert"');
    expect(html).toMatch(/my-topic\/items\.yaml:\d+: /);
    expect(await read('/')).toContain('my-topic/items.yaml:');
    await afterChange(() => writeFileSync(file, good));
    expect(await read('/my-topic/my-topic-first-item')).not.toContain('role="alert"');
  });

  test('a seeded item is drawn anew for each variant', async () => {
    await afterChange(() => cpSync(join(import.meta.dirname, 'seeded/items.yaml'), join(bank.root, 'my-topic/items.yaml')));
    const pages = await Promise.all(['a', 'b', 'a'].map((variant) => read(`/my-topic/seeded-numeric?variant=${variant}`)));
    expect(pages[0]).toBe(pages[2]);
    expect(pages[0]).not.toBe(pages[1]);
    expect(pages[0]).toContain('<input id="variant" name="variant" value="a" maxlength="64">');
    for (const kind of ['single', 'multiple', 'ordering', 'matching', 'cloze', 'short']) expect(await read(`/my-topic/seeded-${kind}`), kind).not.toMatch(/\{\{|role="alert"/);
  });

  test('an id leads to its page', () => {
    expect(preview.pages.pathOf('my-challenge')).toBe('/my-topic/my-challenge');
    expect(preview.pages.pathOf('nope')).toBeNull();
    rmSync(join(bank.root, 'my-topic/items.yaml'));
  });
});
