/**
 * Goes on at once when the value is already there. Most reads are answered from memory, and a round through the promise queue
 * would cost as much as the rest of such a request.
 */
export function whenReady<A, B>(value: A | Promise<A>, next: (value: A) => B | Promise<B>): B | Promise<B> {
  return value instanceof Promise ? value.then(next) : next(value);
}
