/**
 * Runs a function whose tokens all tell where it was called as the place of their creation. cdktf writes down all calls with
 * each of the hundred tokens of an app, which took a third of a synth, and shows them where a token cannot be resolved: calls
 * within the library help nobody there. Errors have a stack of their own as always.
 */
export function withOneCreationStack<T>(run: () => T): T {
  const original = Object.getOwnPropertyDescriptor(Error, "captureStackTrace")!;
  const capture = Error.captureStackTrace.bind(Error);
  const here = { stack: "" };
  capture(here, withOneCreationStack);
  const noting: typeof Error.captureStackTrace = (target: { stack?: string }, below = noting) => {
    // what cdktf gives, and no error is
    if (target.stack === "") target.stack = here.stack;
    else capture(target, below);
  };
  Error.captureStackTrace = noting;
  try {
    return run();
  } finally {
    Object.defineProperty(Error, "captureStackTrace", original);
  }
}
