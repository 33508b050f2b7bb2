/** True when an `If-None-Match` header names this ETag (weak comparison, as RFC 9110 asks for it) or is `*`. */
export function etagMatches(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  if (header === etag || header === '*') return true;
  return header.includes(',') || header.startsWith('W/') ? header.split(',').some((one) => one.trim().replace(/^W\//, '') === etag) : false;
}

/** A strong ETag of these bytes: 128 bits of their SHA-256. */
export async function strongEtag(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return `"${Array.from(digest.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('')}"`;
}
