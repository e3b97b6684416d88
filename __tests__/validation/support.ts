import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "fs";
import { tmpdir } from "os";
import { dirname, join } from "path";
import { type Breach, ContainerImage, Environment, ValidationError } from "../../lib";
import { synth, warnings } from "../support/synth";
import { addApp, diabetes, TestStack } from "../support/test-stack";

/** Values of any kind: what rules are for. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the point is to give what types forbid
export type Anything = any;

type Make = (stack: TestStack) => unknown;

/** What the synthesis of a stack refuses. */
export function breachesOf(make: Make, stack = new TestStack()): readonly Breach[] {
  try {
    make(stack);
    synth(stack);
    return [];
  } catch (error) {
    if (error instanceof ValidationError) return error.breaches;
    throw error;
  }
}

export function warningsOf(make: Make): string[] {
  const stack = new TestStack();
  make(stack);
  synth(stack);
  return warnings(stack);
}

/** An app with some props replaced. */
export function app(props: Anything): Make {
  return (stack) => addApp(stack, props);
}

/** An app whose own image has some options replaced. */
export function image(options: Anything): Make {
  return app({ image: ContainerImage.fromModel({ ...diabetes(), ...options }) });
}

export function script(text: string | Buffer, environment = Environment.fromPackages([])): Make {
  const sourceDirectory = files({ "score.py": text });
  return image({ inferenceConfig: { entryScript: "score.py", sourceDirectory, environment } });
}

export function environment(given: Anything): Make {
  return image({
    inferenceConfig: { entryScript: "score.py", sourceDirectory: "examples/diabetes", environment: given },
  });
}

export function requirements(...lines: string[]): Make {
  return environment(
    Environment.fromRequirements(join(files({ "requirements.txt": lines.join("\n") }), "requirements.txt")),
  );
}

export function conda(...lines: string[]): Make {
  return environment(Environment.fromConda(join(files({ "conda.yml": lines.join("\n") }), "conda.yml")));
}

const directories: string[] = [];

/** A new directory with files in it, gone after the tests. */
export function files(texts: { readonly [path: string]: string | Buffer }): string {
  const directory = mkdtempSync(join(tmpdir(), "validation-"));
  directories.push(directory);
  for (const [path, text] of Object.entries(texts)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  return directory;
}

afterAll(() => directories.forEach((directory) => rmSync(directory, { recursive: true, force: true })));

/** Cases of values that are refused: title, code, prop, and what makes the stack. */
export function refused(cases: readonly (readonly [title: string, code: string, prop: string, make: Make])[]): void {
  test.each(cases)("refused: %s (%s)", (_title, code, prop, make) => {
    const breaches = breachesOf(make);
    const { path, value, message, remedy } = breaches.find((breach) => breach.code === code) ?? {};
    expect(breaches.map((breach) => `${breach.code} ${breach.prop}`)).toContain(`${code} ${prop}`);
    expect(path).toMatch(/^test\//);
    for (const text of [value, message, remedy]) expect(text).toMatch(/\S/);
  });
}

/** Cases of values that pass. */
export function taken(cases: readonly (readonly [title: string, make: Make])[]): void {
  test.each(cases)("taken: %s", (_title, make) => expect(breachesOf(make)).toEqual([]));
}
