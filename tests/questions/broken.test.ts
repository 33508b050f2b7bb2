import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BankBroken } from '../../scripts/gen/questionBank/bankProblem.ts';
import { readBank } from '../../scripts/gen/questionBank/readBank.ts';
import { makeTemplateBank } from './templateBank.ts';

const fixtures = join(import.meta.dirname, 'broken');

/** What the reader says about the template bank after one change to it. */
function refusal(overlay: string | undefined, change: (topic: string) => void = () => {}): string {
  const { root, remove } = makeTemplateBank(overlay);
  try {
    change(join(root, 'my-topic'));
    readBank(root);
    return 'accepted';
  } catch (error) {
    if (!(error instanceof BankBroken)) throw error;
    return error.message;
  } finally {
    remove();
  }
}

test('the template alone is a bank without a fault', () => {
  expect(refusal(undefined)).toBe('accepted');
});

/** Each folder holds the files that are laid over the template, and in expected.txt everything that must be said. */
describe('a broken folder is refused with file, line and cure', () => {
  for (const name of readdirSync(fixtures)) {
    test(name.replaceAll('_', ' '), () => {
      const expected = readFileSync(join(fixtures, name, 'expected.txt'), 'utf8').trim();
      expect(refusal(join(fixtures, name))).toBe(expected);
    });
  }
});

describe('the entry that a starter shows', () => {
  const startingFrom = (text: string) => refusal(undefined, (topic) => writeFileSync(join(topic, 'my-challenge/starter/numpy.py'), text));

  test('may be a class, where what is asked for keeps something between calls', () => {
    expect(startingFrom('class clamp:\n    pass\n')).toBe('accepted');
    expect(startingFrom('class clamp(object):\n    pass\n')).toBe('accepted');
  });

  test('is not a class whose name only begins alike', () => {
    expect(startingFrom('class clamps:\n    pass\n')).toContain('starter/numpy.py does not define clamp.');
  });
});

describe('what cannot be kept in a fixture', () => {
  test('a symbolic link out of the folder', () => {
    expect(refusal(undefined, (topic) => symlinkSync('/etc/passwd', join(topic, 'my-challenge/solutions/numpy/stolen.py')))).toContain(
      'my-topic/my-challenge/solutions/numpy/stolen.py:1: This is not a plain file.',
    );
  });

  test('a link in place of topic.yaml', () => {
    const said = refusal(undefined, (topic) => {
      rmSync(join(topic, 'topic.yaml'));
      symlinkSync('/etc/hostname', join(topic, 'topic.yaml'));
    });
    expect(said).toContain('my-topic/topic.yaml:1: This is not a plain file.');
  });

  test('a file beyond the size limit is refused before it is parsed', () => {
    const said = refusal(undefined, (topic) => writeFileSync(join(topic, 'items.yaml'), `items: "${'x'.repeat(300 * 1024)}"\n`));
    expect(said).toBe('my-topic/items.yaml:1: The file is larger than 256 KiB. Split it, or shorten it.');
  });

  test('a missing file', () => {
    const said = refusal(undefined, (topic) => rmSync(join(topic, 'my-challenge/statement.zh.md')));
    expect(said).toContain('my-topic/my-challenge/statement.zh.md:1: The file is missing. Write it;');
  });

  test('an answer that expect.yaml does not list would never be tested', () => {
    const said = refusal(undefined, (topic) => writeFileSync(join(topic, 'my-challenge/wrong/numpy/unlisted.py'), ''));
    expect(said).toMatch(/^my-topic\/my-challenge\/expect\.yaml:\d+: wrong\/numpy\/unlisted\.py is not listed\. List it/);
  });

  test('an id that is used twice', () => {
    const said = refusal(undefined, (topic) => {
      mkdirSync(join(topic, '../other'));
      writeFileSync(join(topic, '../other/topic.yaml'), readFileSync(join(topic, 'topic.yaml'), 'utf8').replace('my-topic', 'other'));
      writeFileSync(join(topic, '../other/items.yaml'), readFileSync(join(topic, 'items.yaml'), 'utf8'));
    });
    expect(said).toBe('other/items.yaml:1: The id my-topic-first-item is taken by my-topic/items.yaml. Choose another id; ids are never reused.');
  });

  test('a bomb of aliases is refused without being built', () => {
    const levels = Array.from({ length: 20 }, (_, level) => `l${level + 1}: &l${level + 1} [${Array(10).fill(level === 0 ? '1' : `*l${level}`).join(', ')}]`);
    const said = refusal(undefined, (topic) => writeFileSync(join(topic, 'topic.yaml'), `${levels.join('\n')}\n`));
    expect(said).toBe('my-topic/topic.yaml:2: Aliases (`*name`) are not allowed. Write the value out where it is used.');
  });
});
