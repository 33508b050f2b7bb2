/** Ends a command with a sentence instead of a stack. */
export class CommandFailed extends Error {
  override readonly name = 'CommandFailed';

  constructor(
    message: string,
    /** 1: the answer was not accepted, or a check found something. 2: wrong use, or our fault. */
    readonly exitCode: 1 | 2 = 2,
  ) {
    super(message);
  }
}
