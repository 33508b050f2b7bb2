export interface ServerSentEvent {
  id: string;
  event: string;
  /** One line: JSON has no raw line breaks. */
  data: string;
}

/**
 * A body of server-sent events, pulled from `states` as fast as the client reads. A null becomes a comment line, which keeps the connection.
 * When the client goes, the signal given to `states` aborts. An error ends the stream: the client comes again with its Last-Event-ID.
 */
export function eventStream<State>(
  states: (signal: AbortSignal) => AsyncGenerator<State | null>,
  toEvent: (state: State) => ServerSentEvent,
  { signal, onError }: { signal: AbortSignal; onError: (error: unknown) => void },
): ReadableStream<Uint8Array> {
  const gone = new AbortController();
  const leave = () => gone.abort();
  if (signal.aborted) leave();
  signal.addEventListener('abort', leave, { once: true });
  const encoder = new TextEncoder();
  const source = states(gone.signal);
  let cancelled = false;
  return new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(encoder.encode('retry: 1000\n\n'));
    },
    async pull(controller) {
      try {
        const { done, value } = await source.next();
        if (cancelled) return; // nobody reads any more, and the stream takes nothing
        if (done) {
          signal.removeEventListener('abort', leave);
          controller.close();
        } else {
          controller.enqueue(encoder.encode(value === null ? ': still here\n\n' : write(toEvent(value))));
        }
      } catch (error) {
        if (cancelled) return;
        onError(error);
        controller.close();
      }
    },
    async cancel() {
      cancelled = true;
      leave();
      await source.return(undefined);
    },
  });
}

const write = ({ id, event, data }: ServerSentEvent): string => `id: ${id}\nevent: ${event}\ndata: ${data}\n\n`;
