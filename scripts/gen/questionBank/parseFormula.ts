import type { Formula } from '../../../src/questions/seeded/formula.ts';
import { functions } from '../../../src/questions/seeded/functions.ts';

/** What is wrong with a formula's text, as a sentence with the place in it. */
export class FormulaUnreadable extends Error {}

export interface ParsedFormula {
  formula: Formula;
  /** Names that must have a value. */
  names: string[];
}

const constants: Record<string, number> = { pi: Math.PI, e: Math.E };
/** How tightly an operation binds; what is not listed is no operation between two values. */
const strength = new Map(Object.entries({ or: 1, and: 2, '==': 4, '!=': 4, '<': 4, '<=': 4, '>': 4, '>=': 4, '+': 5, '-': 5, '*': 6, '/': 6, '%': 6, '^': 8 }));
const comparison = 4;
const negation = 7;
const functionNames = [...Object.keys(functions), 'if', 'list'].sort();

/** Words that mean something in formulas, and so cannot name a figure. */
export const reservedWords = new Set([...functionNames, ...Object.keys(constants), 'and', 'or', 'not', 'true', 'false']);

/**
 * Reads a formula: numbers, names, `"text"`, `[a, b]`, `+ - * / % ^`, comparisons, `and or not`, and the listed functions.
 * @throws FormulaUnreadable
 */
export function parseFormula(text: string): ParsedFormula {
  const tokens = tokensOf(text);
  const bound: string[] = [];
  const names = new Set<string>();
  let at = 0;

  const formula = expression(0);
  if (at < tokens.length) fail(`"${tokens[at]!.text}" does not continue the formula`);
  return { formula, names: [...names] };

  function expression(least: number): Formula {
    let left = operand();
    for (;;) {
      const operation = tokens[at]?.text ?? '';
      const binds = tokens[at]?.kind === 'text' ? undefined : strength.get(operation);
      if (binds === undefined || binds < least) return left;
      at++;
      // A power of a power is worked out from the right; everything else from the left.
      const right = expression(operation === '^' ? binds : binds + 1);
      if (binds === comparison && strength.get(tokens[at]?.text ?? '') === comparison) fail('comparisons do not chain; join them with "and"');
      left = [operation, left, right];
    }
  }

  function operand(): Formula {
    const token = tokens[at++] ?? fail('the formula ends too early');
    if (token.kind === 'number') return Number(token.text);
    if (token.kind === 'text') return ['text', token.text];
    if (token.text === '-') return ['*', -1, expression(negation)];
    if (token.text === 'not') return ['not', expression(3)];
    if (token.text === '(') return closed(expression(0), ')');
    if (token.text === '[') return ['[]', ...separated(']')];
    if (token.kind === 'sign' || strength.has(token.text)) fail(`a value is missing before "${token.text}"`);
    return tokens[at]?.text === '(' ? call(token.text) : named(token.text);
  }

  function named(name: string): Formula {
    if (name === 'true') return ['==', 0, 0];
    if (name === 'false') return ['==', 0, 1];
    if (Object.hasOwn(constants, name)) return constants[name]!;
    if (reservedWords.has(name)) fail(`"${name}" is a function; write ${name}(…)`);
    if (!bound.includes(name)) names.add(name);
    return ['get', name];
  }

  function call(name: string): Formula {
    at++;
    if (name === 'list') return listCall();
    const parts = separated(')');
    const [least, most] = name === 'if' ? [3, 3] : (functions[name]?.takes ?? fail(`there is no function "${name}"; there are ${functionNames.join(', ')}`));
    if (parts.length < least || parts.length > most) fail(`${name}(…) takes ${least === most ? least : `${least} to ${most}`} values, not ${parts.length}`);
    return [name, ...parts];
  }

  /** `list(i, n, formula)`: the name lives inside the formula only. */
  function listCall(): Formula {
    const name = tokens[at++];
    if (name?.kind !== 'word' || reservedWords.has(name.text)) fail('list(i, n, formula) starts with a name for the index');
    comma();
    const length = expression(0);
    comma();
    bound.push(name!.text);
    const body = expression(0);
    bound.pop();
    return closed(['list', name!.text, length, body], ')');
  }

  function separated(end: string): Formula[] {
    const parts: Formula[] = [];
    while (tokens[at]?.text !== end) {
      if (parts.length > 0) comma();
      parts.push(expression(0));
    }
    at++;
    return parts;
  }

  function closed(formula: Formula, end: string): Formula {
    if (tokens[at++]?.text !== end) fail(`a "${end}" is missing`);
    return formula;
  }

  function comma(): void {
    if (tokens[at++]?.text !== ',') fail('a comma or a closing bracket is missing');
  }

  function fail(problem: string): never {
    throw new FormulaUnreadable(`In "${text}" ${problem}.`);
  }
}

interface Token {
  kind: 'number' | 'word' | 'text' | 'sign';
  text: string;
}

const pattern = /\s*(?:(\d+(?:\.\d+)?(?:e[+-]?\d+)?)|([A-Za-z][A-Za-z0-9_]*)|"([^"]*)"|(==|!=|<=|>=|\*\*|\/\/|[-+*/%^<>()[\],]))/y;

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  pattern.lastIndex = 0;
  while (pattern.lastIndex < end) {
    const start = pattern.lastIndex;
    const match = pattern.exec(text);
    if (match === null) throw new FormulaUnreadable(`In "${text}" nothing is known that starts with "${text.slice(start).trim().slice(0, 10)}".`);
    if (match[4] === '**') throw new FormulaUnreadable(`In "${text}" write ^ for a power, not **.`);
    if (match[4] === '//') throw new FormulaUnreadable(`In "${text}" write floor(a / b), not a // b.`);
    const [, number, word, quoted, sign] = match;
    tokens.push(number !== undefined ? { kind: 'number', text: number } : word !== undefined ? { kind: 'word', text: word } : quoted !== undefined ? { kind: 'text', text: quoted } : { kind: 'sign', text: sign! });
  }
  return tokens;
}
