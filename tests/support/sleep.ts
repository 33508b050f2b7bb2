export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Asks every `everyMs` until `question` answers with something; throws a sentence after `withinMs`. */
export async function until<T>(what: string, question: () => Promise<T | undefined> | T | undefined, withinMs = 20_000, everyMs = 25): Promise<T> {
  for (const end = performance.now() + withinMs; performance.now() < end; await sleep(everyMs)) {
    const answer = await question();
    if (answer !== undefined) return answer;
  }
  throw new Error(`Waited ${withinMs} ms for ${what}.`);
}
