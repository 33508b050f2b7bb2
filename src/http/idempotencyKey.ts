/** The key of an `Idempotency-Key` header: quoted, as the draft standard writes it, or bare, as everybody does. The contract checked its form. */
export function parseIdempotencyKey(header: string): string {
  return header.startsWith('"') ? header.slice(1, -1) : header;
}

/** What "the same body" means: the same bytes. */
export async function fingerprintOf(bytes: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>));
}
