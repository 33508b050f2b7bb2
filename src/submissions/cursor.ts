export interface Cursor {
  createdAt: Date;
  id: string;
}

/** The place in a list after which the next page begins. Opaque to clients, so that it can change. */
export function writeCursor({ createdAt, id }: Cursor): string {
  return btoa(`${createdAt.getTime().toString(36)}.${id}`).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** Null when it is none of ours. */
export function readCursor(text: string): Cursor | null {
  try {
    const match = /^([0-9a-z]{1,10})\.([A-Za-z0-9_-]{1,64})$/.exec(atob(text.replaceAll('-', '+').replaceAll('_', '/')));
    return match === null ? null : { createdAt: new Date(parseInt(match[1]!, 36)), id: match[2]! };
  } catch {
    return null; // not even base64
  }
}
