/** One thing that is wrong in the bank: where, what, and what to do about it. */
export interface BankProblem {
  /** Relative to the bank's root, with `/`. */
  file: string;
  line: number;
  problem: string;
  cure: string;
}

/** The bank cannot be used as it is. Lists everything that was found, so that one run is enough to repair it. */
export class BankBroken extends Error {
  readonly problems: BankProblem[];

  constructor(problems: BankProblem[]) {
    super(problems.map(sentence).join('\n'));
    this.name = 'BankBroken';
    this.problems = problems;
  }
}

export const sentence = ({ file, line, problem, cure }: BankProblem): string => `${file}:${line}: ${problem} ${cure}`;
