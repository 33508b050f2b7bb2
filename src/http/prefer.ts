/** Seconds of `wait=N` in a Prefer header (RFC 7240), capped; null when the caller does not want to wait. What is malformed is ignored, as the standard asks. */
export function parsePreferredWait(header: string | undefined, secondsMax: number): number | null {
  if (header === undefined) return null;
  const preferences = header.split(',').map((part) => part.split(';', 1)[0]!.trim().toLowerCase());
  if (preferences.includes('respond-async')) return null;
  for (const preference of preferences) {
    const seconds = /^wait\s*=\s*"?(\d{1,9})"?$/.exec(preference)?.[1];
    if (seconds !== undefined) return Math.min(Number(seconds), secondsMax);
  }
  return null;
}
