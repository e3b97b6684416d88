import { Tokenization } from "cdktf";
import { type ITrigger, MlFunctionApp } from "../lib";
import { publicImage, TestStack } from "./support/test-stack";

/** An app that a trigger's `bind` is called for. */
function makeApp(bind: ITrigger["bind"]): MlFunctionApp {
  const stack = new TestStack();
  return new MlFunctionApp(stack, "App", { resourceGroup: stack.group, image: publicImage(), trigger: { bind } });
}

/** Where cdktf says that a token was created. */
function creationStackOf(text: string): string {
  return Tokenization.reverseString(text).tokens[0]!.creationStack.join("\n");
}

test("a token of an app tells where the app was made, and no calls within the library", () => {
  const app = makeApp(() => ({ moduleName: "http", appSettings: {}, requiresAlwaysOn: false }));
  for (const name of [app.functionAppName, app.hostStorageAccountName, app.identity!.clientId]) {
    expect(creationStackOf(name)).toMatch(/new MlFunctionApp .*\n.*makeApp .*creation-stack\.test\.ts/);
    expect(creationStackOf(name)).not.toMatch(/LinuxFunctionApp|node_modules.cdktf/);
  }
});

test("an error in a part tells where it was thrown, and leaves everything as it was", () => {
  const before = Object.getOwnPropertyDescriptor(Error, "captureStackTrace");
  const stacks: (string | undefined)[] = [];
  const bind = (): never => {
    const [error, marked]: Error[] = [new TypeError("wrong"), { name: "", message: "" }];
    Error.captureStackTrace(marked!);
    stacks.push(error!.stack, marked!.stack);
    throw error!;
  };
  expect(() => makeApp(bind)).toThrow("wrong");
  const first = stacks.map((stack) => stack?.split("\n").find((line) => line.startsWith("    at ")));
  expect(first).toEqual(Array(2).fill(expect.stringMatching(/bind.*creation-stack\.test\.ts/)));
  expect(Object.getOwnPropertyDescriptor(Error, "captureStackTrace")).toEqual(before);
});
