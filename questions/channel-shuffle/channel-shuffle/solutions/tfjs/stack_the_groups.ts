import { split, stack, type Tensor4D } from '@tensorflow/tfjs';

/** The groups side by side on a new last axis: reading on then takes one channel of each in turn. */
export async function channelShuffle(x: Tensor4D, groups: number): Promise<Tensor4D> {
  const { rest } = divide(x.shape[3], groups);
  if (rest !== 0) throw new RangeError(`${groups} groups do not divide ${x.shape[3]} channels`);
  return stack(split(x, groups, 3), 4).reshape(x.shape);
}

const divide = (channels: number, groups: number) => ({ rest: groups < 1 ? -1 : channels % groups });
