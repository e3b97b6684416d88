import { readdirSync, readFileSync } from "fs";
import { join } from "path";
import { temporaryDirectory } from "./private/build-context/temporary";
import { everyStack } from "./support/every-stack";
import type { Block } from "./support/synth";

/** Made of `tofu metadata functions -json`, without those that begin with `core::`; the file says by which version. */
const { functions: OPEN_TOFU_FUNCTIONS } = JSON.parse(
  readFileSync(join(__dirname, "open-tofu-functions.json"), "utf8"),
) as { readonly functions: readonly string[] };

/** Functions that the templates in a text call, as `sha256` or `provider::azurerm::parse_resource_id`. */
function functionsIn(text: string): string[] {
  const found: string[] = [];
  // where in the text: outside of quotation marks, in them, or in an expression; each opens within the other
  const within: ("string" | "expression" | "braces")[] = [];
  for (let i = 0; i < text.length; i++) {
    const rest = text.slice(i);
    const here = within.at(-1);
    if (here === "expression" || here === "braces") {
      const [, name, called] = /^([A-Za-z_][\w:]*)(\s*\()?/.exec(rest) ?? [];
      if (name !== undefined) {
        if (called !== undefined) found.push(name);
        i += name.length - 1;
      } else if (rest[0] === '"') within.push("string");
      else if (rest[0] === "{") within.push("braces");
      else if (rest[0] === "}") within.pop();
    } else if (/^[$%]\{(?!\{)/.test(rest) && !/[$%]$/.test(text.slice(0, i))) {
      within.push("expression");
      i++;
    } else if (here === "string" && rest[0] === "\\") i++;
    else if (here === "string" && rest[0] === '"') within.pop();
  }
  return found;
}

test("functions are found in templates, strings within, and nowhere else", () => {
  expect(functionsIn('a(b) ${one(two("three() ${four(5)}", {a = six (1)}))}-${not.called} $${seven(1)}')).toEqual([
    "one",
    "two",
    "four",
    "six",
  ]);
  expect(functionsIn('%{ if provider::x::y(1) }"z()"%{ endif }')).toEqual(["provider::x::y"]);
  expect(functionsIn('${f("\\"g()")}h()')).toEqual(["f"]);
});

describe("OpenTofu", () => {
  let stacks: [name: string, json: Block][];

  beforeAll(() => {
    stacks = Object.entries(everyStack(temporaryDirectory())).map(([name, text]) => [name, JSON.parse(text)]);
  }, 120_000);

  test("knows every block: none is Terraform's alone, such as cloud, actions, or ephemeral resources", () => {
    const blocks = new Set(stacks.flatMap(([, json]) => Object.keys(json)));
    const known = ["//", "data", "locals", "output", "provider", "resource", "terraform", "variable"];
    expect([...blocks].sort()).toEqual(known);
    const settings = new Set(stacks.flatMap(([, json]) => Object.keys(json.terraform)));
    expect([...settings].sort()).toEqual(["backend", "required_providers"]);
    const lifecycles = stacks.flatMap(([, json]) => {
      return Object.values<Block>(json.resource).flatMap((named) => {
        return Object.values<Block>(named).flatMap(({ lifecycle }) => Object.keys(lifecycle ?? {}));
      });
    });
    expect(
      lifecycles.filter((name) => !/^(create_before_destroy|ignore_changes|replace_triggered_by)$/.test(name)),
    ).toEqual([]);
  });

  test("finds the providers in its own registry: their sources name no registry", () => {
    const sources = stacks.flatMap(([, json]) => {
      return Object.values<Block>(json.terraform.required_providers).map(({ source }) => source as string);
    });
    expect([...new Set(sources)].sort()).toEqual(["azurerm", "kreuzwerker/docker"]);
  });

  test("has every function that is called", () => {
    const called = new Set(stacks.flatMap(([, json]) => functionsInValue(json)));
    expect([...called]).toEqual(expect.arrayContaining(["base64encode", "sha256", "substr"]));
    expect([...called].filter((name) => !OPEN_TOFU_FUNCTIONS.includes(name))).toEqual([]);
  });

  test("has every function that the library may call of what only Terraform knows", () => {
    const lib = join(__dirname, "../lib");
    const files = readdirSync(lib, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
    const called = files.flatMap((file) => {
      return [...readFileSync(join(lib, file), "utf8").matchAll(/\bFn\.(\w+)/g)].map(([, name]) => name!);
    });
    expect(called.length).toBeGreaterThan(15);
    // `conditional` is an operator
    expect([...new Set(called)].filter((name) => ![...OPEN_TOFU_FUNCTIONS, "conditional"].includes(name))).toEqual([]);
  });
});

function functionsInValue(value: unknown): string[] {
  if (typeof value === "string") return functionsIn(value);
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(functionsInValue) : [];
}
