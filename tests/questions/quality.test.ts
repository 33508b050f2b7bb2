import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bankDoc } from '../../scripts/gen/bankDoc.ts';
import { challengeView } from '../../scripts/gen/questionBank/challengeView.ts';
import { asSpans, linesOf, noteCoverage } from '../../scripts/gen/questionBank/noteLines.ts';
import { type BankTopic, readBank } from '../../scripts/gen/questionBank/readBank.ts';
import { qualityInputs } from '../../scripts/gen/questionBank/readQuality.ts';
import { makeTemplateBank, repository } from './templateBank.ts';

const python = process.env.GRADECHECK_PYTHON ?? join(process.env.GRADECHECK_HOME ?? join(repository, '.gradecheck'), 'python', 'bin', 'python');

let bank: ReturnType<typeof makeTemplateBank>;
beforeEach(() => {
  bank = makeTemplateBank();
});
afterEach(() => bank.remove());

const challenge = () => readBank(bank.root)[0]!.challenges[0]!;
const file = (name: string) => join(bank.root, 'my-topic/my-challenge', name);
const tally = { score: 0.98, generated: 55, killed: 49, equivalent: 5, surviving: 1 };

function store(changes: object = {}): void {
  const { files } = challenge();
  writeFileSync(file('quality.json'), JSON.stringify({ inputs: qualityInputs(files, Buffer.alloc(0)), engine: 1, ...tally, unexplained: 0, runtimes: { numpy: tally }, ...changes }));
}

describe('a mutation score', () => {
  test('is published as far as it tells nothing of the cases', () => {
    store();
    expect(challenge().quality).toMatchObject({ stale: null, weak: null });
    expect(challengeView('my-topic', challenge()).quality).toEqual(tally);
  });

  test('changes nothing of the revision', () => {
    const before = challenge().revision;
    store();
    writeFileSync(file('mutants.yaml'), 'accepted: { numpy/nested.py: { logic-0123abcd: Nobody would write this. } }\n');
    expect(challenge().revision).toBe(before);
  });

  test('that is missing, or of other files, is no score', () => {
    expect(challenge().quality).toEqual({ stored: null, stale: 'has no mutation score', weak: null });
    for (const [name, old, now] of [['judge.py', 'import', 'import  '], ['solutions/numpy/nested.py', 'return', 'return '], ['question.yaml', 'memory_mib: ', 'memory_mib:  ']] as const) {
      const text = readFileSync(file(name), 'utf8');
      expect(text).toContain(old);
      store();
      writeFileSync(file(name), text.replace(old, now));
      expect(challenge().quality, name).toEqual({ stored: null, stale: 'has changed since its mutation score was computed', weak: null });
      expect(challengeView('my-topic', challenge()).quality).toBeNull();
      writeFileSync(file(name), text);
    }
    store();
    writeFileSync(file('mutants.yaml'), 'accepted: { numpy/nested.py: { logic-0123abcd: Nobody would write this. } }\n');
    expect(challenge().quality.stale).toContain('has changed');
  });

  test('does not go stale with words', () => {
    store();
    for (const name of ['statement.en.md', 'statement.zh.md']) writeFileSync(file(name), readFileSync(file(name), 'utf8').replaceAll('NaN', 'nan'));
    writeFileSync(file('question.yaml'), readFileSync(file('question.yaml'), 'utf8').replace('minutes: ', 'minutes: 1'));
    expect(challenge().quality.stale).toBeNull();
  });

  test('that is low, or leaves a survivor without a reason, is weak', () => {
    store({ runtimes: { numpy: { ...tally, score: 0.9499 } } });
    expect(challenge().quality.weak).toBe('has a mutation score below 0.95: numpy 0.9499');
    store({ unexplained: 2 });
    expect(challenge().quality.weak).toBe('has 2 surviving mutants without a reason');
  });

  test.skipIf(!existsSync(python))('is of the same files for both languages', () => {
    writeFileSync(file('mutants.yaml'), 'accepted: { numpy/nested.py: { logic-0123abcd: Nobody would write this. } }\n');
    const script = `
import sys; sys.path.insert(0, ${JSON.stringify(join(repository, 'workers'))})
from pathlib import Path
from judge.questions import load_question
from judge.mutate.quality import quality_inputs, read_reasons_text
question = load_question(Path(sys.argv[1]))
print(quality_inputs(question.files, read_reasons_text(question.folder)), question.revision)`;
    const run = spawnSync(python, ['-I', '-c', script, join(bank.root, 'my-topic/my-challenge')], { encoding: 'utf8' });
    expect(run.stderr).toBe('');
    const { files, revision } = challenge();
    expect(run.stdout.trim()).toBe(`${qualityInputs(files, readFileSync(file('mutants.yaml')))} ${revision}`);
  });

  test.each([
    ['equivalent: { numpy/nested.py: { logic-0123abcd: short } }', 'Say in a sentence why'],
    ['equivalent: { nested.py: { logic-0123abcd: It is right as well. } }', 'Write runtime and file of the solution'],
    ['equivalent: { numpy/nested.py: { logic: It is right as well. } }', 'Copy the key from the report'],
    ['survivors: {}', 'Known here: equivalent, accepted.'],
  ])('mutants.yaml with %s is refused', (text, cure) => {
    writeFileSync(file('mutants.yaml'), text);
    expect(() => readBank(bank.root)).toThrow(new RegExp(`my-topic/my-challenge/mutants\\.yaml:1: .*${cure}`));
  });
});

describe('lines of the notes', () => {
  const withLines = (lines: (number | string)[]) => [{ source: { id: 'my-topic', notes: { lines } } }] as unknown as BankTopic[];

  test('spans', () => {
    expect(linesOf([3, '5-7'])).toEqual([3, 5, 6, 7]);
    expect(asSpans([7, 3, 5, 6, 1, 2])).toBe('1-3, 5-7');
  });

  test('each is taught, left out for a reason, or missing', () => {
    writeFileSync(join(bank.root, 'uncovered-lines.yaml'), 'uncovered: [{ lines: ["100-164"], reason: They repeat what stands above. }]\n');
    const { missing, excused, problems } = noteCoverage(bank.root, withLines(['1-50', 60]));
    expect(asSpans(missing)).toBe('51-59, 61-99, 165');
    expect(excused.get(120)).toBe('They repeat what stands above.');
    expect(problems).toEqual([]);
  });

  test('a line that is taught and left out, a line that is not there, and a broken file are told', () => {
    writeFileSync(join(bank.root, 'uncovered-lines.yaml'), 'uncovered: [{ lines: [50], reason: They repeat what stands above. }]\n');
    expect(noteCoverage(bank.root, withLines(['1-50', 166])).problems.map((one) => one.problem)).toEqual(['The notes have no line 166.', 'Line 50 is covered by my-topic.']);
    writeFileSync(join(bank.root, 'uncovered-lines.yaml'), 'uncovered: [{ lines: [50], reason: short }]\n');
    expect(noteCoverage(bank.root, withLines([1])).problems[0]).toMatchObject({ file: 'uncovered-lines.yaml', cure: 'Say in a sentence why no topic speaks of these lines.' });
  });
});

test('the page says what the bank holds', () => {
  store();
  const topics = readBank(bank.root);
  const page = bankDoc(topics, noteCoverage(bank.root, topics));
  expect(page).toContain('- 1 topics\n- 1 quiz items, 0 of them seeded (0 %)');
  expect(page).toContain('| `my-challenge` | `my-topic` | numpy | 1 | 2 | 8 | numpy 0.980 | 49 of 50 |');
  expect(page).toContain('| `single_choice` | 1 | 0 | 0 | 0 | 0 | 1 | 0 |');
  expect(page).toMatch(/1 of 165 lines are taught by a topic, 0 are left out for a reason, 164 are missing: /);
  rmSync(file('quality.json'));
  expect(bankDoc(readBank(bank.root), noteCoverage(bank.root, topics))).toContain('| not computed |  |');
});
