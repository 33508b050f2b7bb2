import type { ItemSource } from '../../../src/questions/itemSource.ts';
import { type Draw, sizeOf, type Variable } from '../../../src/questions/seeded/drawFigures.ts';
import type { SeededItem } from '../../../src/questions/seeded/fillItem.ts';
import { placeholder } from '../../../src/questions/seeded/fillText.ts';
import { FormulaUnreadable, type ParsedFormula, parseFormula, reservedWords } from './parseFormula.ts';
import { itemRevision } from './revision.ts';

/** A seeded item as it stands in the file: formulas are texts still. */
export type SeededSource = ItemSource & { variables: Record<string, Variable>; computed?: Record<string, string | number>; require?: string[] };

type Path = (string | number)[];
type Report = (inside: Path, problem: string, cure: string) => void;

/** Raised when the way in which figures are drawn or written changes: then the same item is another one. */
const seededFormat = 1;

export const isSeeded = (item: ItemSource): item is SeededSource => 'variables' in item;

/** The item with its formulas read; null when something was reported. */
export function compileSeeded(source: SeededSource, report: Report): SeededItem | null {
  let sound = true;
  const complain: Report = (...problem) => {
    sound = false;
    report(...problem);
  };
  const known = new Set<string>();
  const used = new Set<string>();
  const read = (inside: Path, text: string | number): ParsedFormula['formula'] => {
    try {
      const { formula, names } = parseFormula(String(text));
      for (const name of names) {
        used.add(name);
        if (!known.has(name)) complain(inside, `The formula uses "${name}", which is not known here.`, `Known here: ${[...known].join(', ') || 'nothing'}; what is computed may use what stands above it.`);
      }
      return formula;
    } catch (error) {
      if (!(error instanceof FormulaUnreadable)) throw error;
      complain(inside, error.message, 'Correct the formula; questions/README.md lists what there is.');
      return 0;
    }
  };
  const introduce = (inside: Path, name: string) => {
    if (reservedWords.has(name)) complain(inside, `"${name}" means something in formulas.`, 'Choose another name.');
    if (known.has(name)) complain(inside, `The name ${name} is taken.`, 'Give each figure a name of its own.');
    if (source.kind === 'cloze' && Object.hasOwn(source.blanks, name)) complain(inside, `${name} is the name of a blank.`, 'Give figures and blanks different names.');
    known.add(name);
  };

  for (const [name, variable] of Object.entries(source.variables)) {
    introduce(['variables', name], name);
    checkVariable(['variables', name], variable, complain);
  }
  const draw: Draw = { variables: source.variables, computed: [], require: [] };
  for (const [name, text] of Object.entries(source.computed ?? {})) {
    draw.computed.push([name, read(['computed', name], text)]);
    introduce(['computed', name], name);
  }
  draw.require = (source.require ?? []).map((text, index) => read(['require', index], text));

  const { variables: _variables, computed: _computed, require: _require, ...item } = structuredClone(source);
  const formulas = takeFormulas(item as ItemSource).map(({ path, text }) => ({ path, formula: read(path, text) }));
  for (const { path, name } of placeholdersOf(item)) {
    const blank = item.kind === 'cloze' && path[0] === 'text' && Object.hasOwn(item.blanks, name);
    if (path[0] === 'title') complain(path, 'The title holds a placeholder.', 'Name the question so that the title fits every variant; lists show it.');
    else if (!known.has(name) && !blank) complain(path, `There is no figure {{${name}}}.`, `Known: ${[...known].join(', ')}.`);
    used.add(name);
  }
  for (const name of known) if (!used.has(name)) complain(['variables' in source && name in source.variables ? 'variables' : 'computed', name], `${name} is never used.`, 'Use it, or remove it.');
  return sound ? { revision: itemRevision({ ...source, seeded_format: seededFormat }), draw, item: item as ItemSource, formulas } : null;
}

function checkVariable(path: Path, variable: Variable, complain: Report): void {
  if ('integer' in variable || 'decimal' in variable) {
    const [low, high] = 'integer' in variable ? variable.integer : variable.decimal;
    if (low >= high) complain(path, `The range from ${low} to ${high} holds no two values.`, 'Write the smaller bound first.');
    const places = 'decimal' in variable ? variable.places : 0;
    for (const bound of [low, high]) if (Number(bound.toFixed(places)) !== bound) complain(path, `The bound ${bound} has more than ${places} decimals.`, 'Give bounds as many decimals as `places` says.');
  }
  if (variable.distinct && sizeOf(variable) < (variable.count ?? 1)) complain(path, `There are only ${sizeOf(variable)} different values to draw.`, 'Lower `count`, or widen the range.');
  if (variable.distinct && variable.count === undefined) complain(path, '`distinct` needs `count`.', 'Say how many are drawn.');
}

/** Takes the formulas out of an item and leaves neutral values in their places. */
function takeFormulas(item: ItemSource): { path: Path; text: string }[] {
  const found: { path: Path; text: string }[] = [];
  const take = (holder: object, key: string, path: Path, neutral: unknown) => {
    const value = (holder as Record<string, unknown>)[key];
    if (typeof value !== 'string') return;
    found.push({ path: [...path, key], text: value });
    (holder as Record<string, unknown>)[key] = neutral;
  };
  switch (item.kind) {
    case 'single_choice':
    case 'multiple_choice':
      item.choices.forEach((choice, index) => take(choice, 'right', ['choices', index], true));
      break;
    case 'numeric':
      take(item, 'value', [], 0);
      take(item.tolerance, 'absolute', ['tolerance'], 0);
      take(item.tolerance, 'relative', ['tolerance'], 0);
      item.wrong.forEach((mistake, index) => take(mistake, 'value', ['wrong', index], 0));
      break;
    case 'ordering':
      take(item, 'order', [], []);
      item.wrong.forEach((mistake, index) => take(mistake, 'order', ['wrong', index], []));
  }
  return found;
}

/** Formulas in an item that draws nothing: they would never get a value. */
export function strayFormulas(item: ItemSource): Path[] {
  return takeFormulas(structuredClone(item)).map(({ path }) => path);
}

function* placeholdersOf(value: unknown, path: Path = []): Generator<{ path: Path; name: string }> {
  if (typeof value === 'string') for (const match of value.matchAll(placeholder)) yield { path, name: match[1]! };
  else if (Array.isArray(value)) for (const [index, one] of value.entries()) yield* placeholdersOf(one, [...path, index]);
  else if (value !== null && typeof value === 'object') for (const [key, one] of Object.entries(value)) yield* placeholdersOf(one, [...path, key]);
}
