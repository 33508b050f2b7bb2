import { randomText } from '../lib/ids.ts';

/** `gck_` and 40 characters of 5 random bits each. */
export const newApiKeySecret = (): string => `gck_${randomText(40)}`;

const form = /^gck_[0-9A-Za-z]{20,100}$/;

/** Anything else is nobody's key, without asking the database. */
export const looksLikeApiKey = (text: string): boolean => form.test(text);

/** What is stored of a key. 200 random bits need no slow hash: there is no dictionary to try. */
export async function hashApiKey(secret: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(secret)));
}
