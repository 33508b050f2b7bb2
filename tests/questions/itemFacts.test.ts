import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openCatalogue } from '../../src/questions/openCatalogue.ts';
import type { ItemKey } from '../../src/questions/itemKeys.ts';
import { repository } from './templateBank.ts';

const python = process.env.GRADECHECK_PYTHON ?? join(process.env.GRADECHECK_HOME ?? join(repository, '.gradecheck'), 'python', 'bin', 'python');
const { keys } = openCatalogue();

/** What the quiz items call right, computed by the installed libraries. */
const facts: Record<string, unknown> = existsSync(python) ? compute() : {};

function compute(): Record<string, unknown> {
  const run = spawnSync(python, ['-I', join(import.meta.dirname, 'item_facts.py')], { encoding: 'utf8', timeout: 120_000 });
  if (run.status !== 0) throw new Error(run.error?.message ?? run.stderr);
  return JSON.parse(run.stdout) as Record<string, unknown>;
}

function key<Kind extends ItemKey['kind']>(id: string, kind: Kind): Extract<ItemKey, { kind: Kind }> {
  const found = keys[id];
  if (found?.kind !== kind) throw new Error(`${id} is no ${kind} item`);
  return found as Extract<ItemKey, { kind: Kind }>;
}

if (!existsSync(python)) console.warn(`Facts of quiz items are NOT verified: ${python} is missing. Run: npm run setup`);

describe.skipIf(!existsSync(python))('facts that quiz items state', () => {
  test('channel-shuffle-order', () => {
    expect(key('channel-shuffle-order', 'ordering').right).toEqual((facts.order_8_in_2 as number[]).map((channel) => `c${channel}`));
  });

  test('channel-shuffle-destination, and the trap is the inverse direction', () => {
    const { value, wrong } = key('channel-shuffle-destination', 'numeric');
    expect(value).toBe(facts.destination_of_13_in_24_by_4);
    expect(wrong[0]!.value).toBe(facts.source_at_13_in_24_by_4);
  });

  test('channel-shuffle-inverse', () => {
    expect(key('channel-shuffle-inverse', 'single_choice').right).toBe('other_count');
    expect(facts).toMatchObject({ inverse_by_other_count: true, same_again_restores_6_in_2: false, g_times_restores_8_in_2: false });
  });

  test('channel-shuffle-facts', () => {
    expect(key('channel-shuffle-facts', 'multiple_choice').right).toEqual(['stays_in_group', 'gradient_permuted', 'no_parameters']);
    expect(facts).toMatchObject({ groups_stay_apart: [true, true, false, false, false, false], shuffle_parameters: 0, gradient_is_inverse: true });
  });

  test('channel-shuffle-code', () => {
    expect(facts.cloze_code_shuffles).toBe(true);
  });

  test('conv-bn-fusion-bias', () => {
    expect(facts.fused_bias).toBeCloseTo(key('conv-bn-fusion-bias', 'numeric').value, 10);
  });

  test('conv-bn-fusion-gain', () => {
    expect(key('conv-bn-fusion-gain', 'multiple_choice').right).toEqual(['memory_traffic', 'has_bias', 'same_multiplications']);
    expect(facts.fused).toEqual({ bit_equal: false, has_bias: true, same_kernel: true });
  });

  test('conv-bn-fusion-statistics', () => {
    expect(key('conv-bn-fusion-statistics', 'single_choice').right).toBe('running');
    expect(facts.training_depends_on_the_batch).toBe(true);
  });

  test('conv-bn-fusion-axis', () => {
    expect(facts.cloze_code_fuses).toBe(true);
  });

  test('conv-bn-fusion-before-padding', () => {
    expect(facts.normalisation_before_padding).toEqual({ inside_equal: true, border_equal: false });
  });
});
