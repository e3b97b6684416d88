import { ValidationError } from "../../lib";

/** The stack of the error that jsii throws in place of another one, in the same turn. */
function stackInJsii(thrown: Error): string | undefined {
  return new Error(String(thrown)).stack;
}

describe("ValidationError, thrown in the process of jsii", () => {
  const agent = process.env.JSII_AGENT;

  beforeEach(() => {
    process.env.JSII_AGENT = "Python/3.13.0";
  });

  afterEach(() => {
    if (agent === undefined) delete process.env.JSII_AGENT;
    else process.env.JSII_AGENT = agent;
  });

  test("arrives without a stack of JavaScript", () => {
    expect(stackInJsii(new ValidationError([]))).toBe("ValidationError");
  });

  test("leaves the stacks of later errors alone, however many were thrown", async () => {
    stackInJsii(new ValidationError([]));
    stackInJsii(new ValidationError([]));
    await new Promise(setImmediate);
    expect(new Error("later").stack).toMatch(/^Error: later\n {4}at /);
  });
});

test("ValidationError has its stack in JavaScript", () => {
  expect(stackInJsii(new ValidationError([]))).toMatch(/\n {4}at /);
});
