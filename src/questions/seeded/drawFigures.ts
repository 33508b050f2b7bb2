import { evaluate, type Formula } from './formula.ts';
import { type Random, shuffled } from './random.ts';
import { type Figures, truth, type Value } from './value.ts';

/** How one variable is drawn; with `count` it is a list of that many draws. */
export type Variable = { count?: number; distinct?: true } & (
  | { choice: Value[] }
  | { integer: [number, number]; step?: number }
  | { decimal: [number, number]; places: number }
  | { permutation: number }
);

/** The drawn half of a seeded item. */
export interface Draw {
  variables: Record<string, Variable>;
  /** In the order in which they are computed. */
  computed: [name: string, formula: Formula][];
  require: Formula[];
}

/** The generator has proven that at least one draw in twenty is good, so running out is no case that happens. */
export const triesMax = 1000;

/** Draws until every condition holds. `tries` tells how often that took. */
export function drawFigures(draw: Draw, random: Random): { figures: Figures; tries: number } {
  for (let tries = 1; tries <= triesMax; tries++) {
    const figures = drawOnce(draw, random);
    if (draw.require.every((condition) => truth(evaluate(condition, figures)))) return { figures, tries };
  }
  throw new Error(`No draw of ${triesMax} met the conditions of this item.`);
}

function drawOnce({ variables, computed }: Draw, random: Random): Figures {
  const figures: Figures = {};
  // By name: the order of lines in a file is no part of an item's revision, so it must not change the figures.
  for (const name of Object.keys(variables).sort()) figures[name] = drawVariable(variables[name]!, random);
  for (const [name, formula] of computed) figures[name] = evaluate(formula, figures);
  return figures;
}

function drawVariable(variable: Variable, random: Random): Value {
  if ('permutation' in variable) return shuffled(random, Array.from({ length: variable.permutation }, (_, index) => index));
  const size = sizeOf(variable);
  if (variable.count === undefined) return optionOf(variable, random.below(size));
  if (variable.distinct === undefined) return Array.from({ length: variable.count }, () => optionOf(variable, random.below(size)));
  const places = new Set<number>();
  while (places.size < variable.count) places.add(random.below(size));
  return [...places].map((place) => optionOf(variable, place));
}

/** How many different values one draw of this variable has. */
export function sizeOf(variable: Variable): number {
  if ('choice' in variable) return variable.choice.length;
  if ('permutation' in variable) return variable.permutation;
  if ('integer' in variable) return Math.floor((variable.integer[1] - variable.integer[0]) / (variable.step ?? 1)) + 1;
  const unit = 10 ** variable.places;
  return Math.round(variable.decimal[1] * unit) - Math.round(variable.decimal[0] * unit) + 1;
}

function optionOf(variable: Exclude<Variable, { permutation: number }>, place: number): Value {
  if ('choice' in variable) return variable.choice[place]!;
  if ('integer' in variable) return variable.integer[0] + (variable.step ?? 1) * place;
  // A quotient of whole numbers is the double nearest to the decimal, so it prints as it was meant.
  const unit = 10 ** variable.places;
  return (Math.round(variable.decimal[0] * unit) + place) / unit;
}
