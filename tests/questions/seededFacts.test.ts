import { expect, test } from 'vitest';
import { seededSamples } from './seededSamples.ts';

/** Channels 0 … n - 1 after a shuffle, by writing the table of groups and reading its columns. */
function shuffledChannels(channels: number, groups: number): number[] {
  const rows = Array.from({ length: groups }, (_, group) => Array.from({ length: channels / groups }, (_, place) => (group * channels) / groups + place));
  return rows[0]!.flatMap((_, column) => rows.map((row) => row[column]!));
}

test('channel-shuffle-place', () => {
  for (const { figures, item } of seededSamples('channel-shuffle-place', 'numeric')) {
    const { channels, groups, channel } = figures as Record<string, number>;
    const order = shuffledChannels(channels!, groups!);
    expect(item.value).toBe(order.indexOf(channel!));
    expect(item.wrong[0]!.value).toBe(order[channel!]);
  }
});

test('channel-shuffle-drawn-order', () => {
  for (const { figures, item } of seededSamples('channel-shuffle-drawn-order', 'ordering')) {
    const groups = figures.groups as number;
    expect(item.order).toEqual(shuffledChannels(6, groups).map((channel) => `c${channel}`));
    expect(item.wrong[0]!.order).toEqual(shuffledChannels(6, 6 / groups).map((channel) => `c${channel}`));
    expect(item.entries[4]!.text.en).toBe(`channel ${(figures.first as number) + 4}`);
  }
});
