export interface Stopping {
  /** Aborts at the first SIGINT, SIGTERM or SIGHUP. */
  signal: AbortSignal;
  requested: Promise<void>;
  /** Called at the second one: whoever presses Ctrl-C twice will not wait. */
  onForce(force: () => void): void;
  /** Gives the signals back to the system. */
  release(): void;
}

export function stopOnSignals(): Stopping {
  const controller = new AbortController();
  const forces: (() => void)[] = [];
  let firstAt = 0;
  const onSignal = () => {
    if (!controller.signal.aborted) {
      firstAt = performance.now();
      controller.abort();
      return;
    }
    // npm passes on a Ctrl-C that we have had from the terminal already: the same key press, not a second one.
    if (performance.now() - firstAt < 400) return;
    for (const force of forces) force();
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const name of signals) process.on(name, onSignal);
  const parentWatch = watchParent(onSignal);
  return {
    signal: controller.signal,
    requested: new Promise((resolve) => controller.signal.addEventListener('abort', () => resolve(), { once: true })),
    onForce: (force) => void forces.push(force),
    release: () => {
      for (const name of signals) process.off(name, onSignal);
      clearInterval(parentWatch);
    },
  };
}

/** Work that a signal interrupts in an orderly way, for commands that serve nothing. */
export async function untilSignal<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stopping = stopOnSignals();
  try {
    return await work(stopping.signal);
  } finally {
    stopping.release();
  }
}

/** npm starts us through a shell. A SIGTERM for npm ends that shell and never reaches us: being orphaned is the only sign of it. */
function watchParent(onGone: () => void): NodeJS.Timeout | undefined {
  if (!process.env.npm_lifecycle_event) return undefined;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    onGone();
  }, 500);
  return timer.unref();
}
