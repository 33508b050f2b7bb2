/** What TensorFlow.js may compute with on the processor, fastest first: which of them a machine has, set-up finds out. */
export const tfjsBackends = ['native', 'wasm', 'cpu'] as const;
export type Backend = (typeof tfjsBackends)[number];

/** `workers/runtimes/<name>/runtime.json` says the same to the judge. Empty where there is nothing to choose from. */
export const backendsOf = (runtime: string): readonly Backend[] => (runtime === 'tfjs' ? tfjsBackends : []);

/** In which line of the queue an answer waits: that of its runtime, or of the backend that its question cannot do without. */
export const queueLine = (runtime: string, backend: Backend | null | undefined): string => (backend ? `${runtime}/${backend}` : runtime);
