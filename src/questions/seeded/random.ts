/** Draws that are the same on every machine, for ever: a changed algorithm would change the figures of stored answers. */
export interface Random {
  /** A whole number from 0 up to, and without, `limit` (at most 2^32), each as likely as another. */
  below(limit: number): number;
}

/** The generator sfc32 (public domain, Chris Doty-Humphrey) from four 32-bit words. */
export function createRandom(words: readonly [number, number, number, number]): Random {
  let [a, b, c, counter] = words.map((word) => word | 0) as [number, number, number, number];
  function next(): number {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return sum >>> 0;
  }
  // The first draws still show the seed.
  for (let round = 0; round < 20; round++) next();
  return {
    below(limit) {
      // Numbers above the last whole multiple are drawn again, or small results would come more often.
      const usable = Math.floor(2 ** 32 / limit) * limit;
      for (;;) {
        const drawn = next();
        if (drawn < usable) return drawn % limit;
      }
    },
  };
}

/** A generator that belongs to a text: the first 128 bits of its SHA-256. */
export async function randomOf(text: string): Promise<Random> {
  const digest = new DataView(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  return createRandom([digest.getUint32(0), digest.getUint32(4), digest.getUint32(8), digest.getUint32(12)]);
}

/** A copy in another order (Fisher and Yates). */
export function shuffled<T>(random: Random, values: readonly T[]): T[] {
  const result = [...values];
  for (let last = result.length - 1; last > 0; last--) {
    const other = random.below(last + 1);
    [result[last], result[other]] = [result[other]!, result[last]!];
  }
  return result;
}
