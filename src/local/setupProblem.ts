export type SetupLayer = 'python' | 'cell_helper' | 'tfjs' | 'keras' | 'webgpu' | 'database' | 'port';

/** Something this machine lacks. `message` says what, `cure` how to get it; both are sentences. */
export class SetupProblem extends Error {
  override readonly name = 'SetupProblem';

  constructor(
    readonly layer: SetupLayer,
    message: string,
    readonly cure: string,
  ) {
    super(message);
  }
}
