/** What stands for the stack of any error meanwhile. */
const NO_STACK = () => "ValidationError";

/**
 * Lets an error that is about to be thrown arrive in other languages without a stack of JavaScript. They run the library in a
 * process of jsii, which throws an error of its own instead, with the stack of its own calls, and answers with that at once.
 */
export function hideStackFromJsii(): void {
  const errors: { prepareStackTrace?: unknown } = Error;
  const before = errors.prepareStackTrace;
  if (process.env.JSII_AGENT === undefined || before === NO_STACK) return;
  errors.prepareStackTrace = NO_STACK;
  setImmediate(() => {
    errors.prepareStackTrace = before;
  });
}
