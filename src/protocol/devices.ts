import { type Backend, queueLine } from './backends.ts';

/** Where the arithmetic of an answer happens. One list for the contract, the database, the judge and questions. */
export const deviceTypes = ['cpu', 'cuda', 'webgpu'] as const;

export type DeviceType = (typeof deviceTypes)[number];

export const isDeviceType = (text: string): text is DeviceType => (deviceTypes as readonly string[]).includes(text);

/** What graded an answer, as the judge found it on its machine. */
export interface Device {
  type: DeviceType | 'none';
  name: string;
  /** Of the device; a processor has none. */
  driver?: string | null;
  /** What computes on it, by name: two versions of one library may differ in the last bits. */
  libraries?: Record<string, string>;
  /** The device that the question would rather have had: no worker that is alive offers it, so this one graded in its place. */
  fallback_from?: DeviceType | null;
}

/** A runtime that a worker can run, and on which devices. */
export interface OfferedRuntime {
  name: string;
  version: string;
  devices: DeviceType[];
  /** What computes on the processor, where the runtime has more than one thing to. */
  backend?: Backend | null;
}

/** One thing that a worker can do. */
export interface Offer {
  /** A line of the queue: a runtime, or one with its backend. */
  runtime: string;
  device: DeviceType;
}

export const offersOf = (runtimes: readonly OfferedRuntime[]): Offer[] =>
  runtimes.flatMap(({ name, devices, backend }) => [
    ...devices.map((device) => ({ runtime: name, device })),
    ...(backend && devices.includes('cpu') ? [{ runtime: queueLine(name, backend), device: 'cpu' as const }] : []),
  ]);

/** Which devices a runtime could use on a machine that has them; `workers/runtimes/<name>/runtime.json` says the same to the judge. */
const moreThanCpu: Record<string, DeviceType[]> = { pytorch: ['cuda'], keras: ['cuda'], tfjs: ['webgpu'] };

export const devicesOf = (runtime: string): DeviceType[] => ['cpu', ...(moreThanCpu[runtime] ?? [])];

/** What a question says: `required` is not graded on another one. Null: any will do. */
export interface WantedDevice {
  type: DeviceType;
  required: boolean;
}
