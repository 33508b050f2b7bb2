import type { BankProblem } from './bankProblem.ts';
import { disagreement } from './bilingual.ts';

/** A statement may be shown inside anybody's page, so it holds no HTML, and points nowhere but to https addresses. */
export function checkMarkdown(file: string, text: string): BankProblem[] {
  const problems: BankProblem[] = [];
  const report = (line: number, problem: string, cure: string) => problems.push({ file, line, problem, cure });
  let fenced = false;
  text.split('\n').forEach((line, index) => {
    if (/^\s*(```|~~~)/.test(line)) fenced = !fenced;
    else if (!fenced) {
      const prose = line.replace(/`[^`]*`/g, '').replace(/\$[^$]*\$/g, '');
      const tag = /<[a-zA-Z/!?][^>]*>?/.exec(prose);
      if (tag) report(index + 1, `HTML (${tag[0]}) is not allowed in texts.`, 'Use Markdown, or put it into a code span.');
      for (const link of prose.matchAll(/\]\(([^)]*)\)|^\s*\[[^\]]+\]:\s*(\S+)/g)) {
        const target = link[1] ?? link[2] ?? '';
        if (!target.startsWith('https://')) report(index + 1, `The link to "${target}" is not an https address.`, 'Link to https:// only; a statement stands alone.');
      }
    }
  });
  if (fenced) report(text.split('\n').length, 'A code block is not closed.', 'Close it with ```.');
  return problems;
}

/** Both languages of a statement: the same headings by depth, the same blocks byte by byte, the same numbers, code and formulas. */
export function compareStatements(file: string, en: string, zh: string): BankProblem[] {
  const problems: BankProblem[] = [];
  const [left, right] = [headings(en), headings(zh)];
  left.forEach((heading, index) => {
    if (right[index]?.depth !== heading.depth) {
      problems.push({ file, line: right[index]?.line ?? 1, problem: `The Chinese heading beside "${heading.text}" has another depth or is missing.`, cure: 'Give both languages the same headings in the same order.' });
    }
  });
  if (right.length > left.length) problems.push({ file, line: right[left.length]!.line, problem: `The heading "${right[left.length]!.text}" is only in Chinese.`, cure: 'Give both languages the same headings in the same order.' });
  const [ours, theirs] = [blocks(en), blocks(zh)];
  if (ours.length !== theirs.length || ours.some((block, index) => block.text !== theirs[index]!.text)) {
    const at = ours.findIndex((block, index) => block.text !== theirs[index]?.text);
    problems.push({ file, line: theirs[at]?.line ?? 1, problem: `Code block ${at < 0 ? ours.length + 1 : at + 1} differs between the languages.`, cure: 'Copy the English block; code is not translated.' });
  }
  for (const [index, heading] of left.entries()) {
    if (right[index] === undefined) continue;
    const said = disagreement(heading.body, right[index]!.body);
    if (said !== null) problems.push({ file, line: right[index]!.line, problem: `Below "${right[index]!.text}": ${said}.`, cure: 'Say the same in both languages, with numbers in digits.' });
  }
  return problems;
}

interface Heading {
  depth: number;
  text: string;
  line: number;
  body: string;
}

function headings(text: string): Heading[] {
  const found: Heading[] = [];
  let fenced = false;
  text.split('\n').forEach((line, index) => {
    if (line.startsWith('```')) fenced = !fenced;
    const match = fenced ? null : /^(#+) (.*)$/.exec(line);
    if (match) found.push({ depth: match[1]!.length, text: match[2]!, line: index + 1, body: `${match[2]!}\n` });
    else if (found.length > 0) found.at(-1)!.body += `${line}\n`;
  });
  return found;
}

export function blocks(text: string): { info: string; text: string; body: string; line: number }[] {
  return [...text.matchAll(/^```(.*)\n([\s\S]*?)^```$/gm)].map((match) => ({
    info: match[1]!.trim(),
    text: match[0],
    body: match[2]!,
    line: text.slice(0, match.index).split('\n').length,
  }));
}
