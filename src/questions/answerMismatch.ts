/** The answer does not fit its question: another kind, an unknown choice, a missing blank. The caller's fault, a 422. */
export class AnswerMismatch extends Error {
  /** RFC 6901 pointer into the submission's body, for example `/answer/choice`. */
  readonly pointer: string;

  constructor(pointer: string, message: string) {
    super(message);
    this.name = 'AnswerMismatch';
    this.pointer = pointer;
  }
}
