/** What is wrong with an expression, and where in it. */
export class ExpressionError extends Error {
  constructor(
    message: string,
    /** Characters from the expression's start. */
    readonly offset?: number,
    readonly expected?: string,
  ) {
    super(message);
  }
}

/** What the library throws: `summary` is its message without the picture of the source. */
interface LibraryError extends Error {
  summary?: string;
  range?: { start: number };
}

export function toExpressionError(error: unknown): ExpressionError {
  if (error instanceof ExpressionError) {
    return error;
  }
  const { summary, message, range } = error as LibraryError;
  return new ExpressionError(summary ?? message, range?.start);
}
