import { execFileSync } from "child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from "fs";
import { join } from "path";
import { publicTypes } from "../scripts/assembly";
import { temporaryDirectory } from "./private/build-context/temporary";
import { blocksOf, ROOT } from "./support/code-blocks";
import { FILES, filesIn, write } from "./support/staged";
import { readable } from "./support/synth";

const NAME = "cdktf-azure-ml-functions";

/** Answers with the number of characters that it was sent. */
const SCRIPT = "def init():\n    pass\n\n\ndef run(data):\n    return len(data)\n";

/** Runs a command as a user would type it in a directory. */
function run(directory: string, command: string, ...args: string[]): string {
  // what this process was told by npm is none of the project's business
  const env = { ...process.env, npm_lifecycle_event: undefined, NODE_OPTIONS: undefined };
  return execFileSync(command, args, { cwd: directory, encoding: "utf8", stdio: "pipe", env });
}

/** A project that has installed the packed library, with the files of the documentation's trigger. */
function installed(): string {
  // the package is made of what `npm run build` has compiled
  expect(publicTypes().length).toBeGreaterThan(0);
  const directory = temporaryDirectory();
  const page = blocksOf("docs/triggers.md").flatMap(({ file, code }) => (file === undefined ? [] : [[file, code]]));
  write(directory, {
    ...Object.fromEntries(page),
    "package.json": '{ "private": true }',
    "cdktf.json": "{}",
    "model.txt": FILES["model.pkl"]!,
    "src/score.py": SCRIPT,
    "event.json": "[1, 2, 3]",
  });
  const [packed] = JSON.parse(
    run(ROOT, "npm", "pack", "--ignore-scripts", "--json", "--pack-destination", directory),
  ) as [{ readonly filename: string }];
  run(directory, "npm", "install", "--offline", "--legacy-peer-deps", "--no-audit", "--no-fund", packed.filename);
  // its peers are those of this repository: hundreds of megabytes
  mkdirSync(join(directory, "node_modules/@cdktf"));
  for (const peer of ["cdktf", "constructs", "@cdktf/provider-azurerm", "@cdktf/provider-docker"]) {
    symlinkSync(join(ROOT, "node_modules", peer), join(directory, "node_modules", peer));
  }
  return directory;
}

let project: string;

beforeAll(() => {
  project = installed();
}, 600_000);

test("the package has all that its documents link to", () => {
  const directory = join(project, "node_modules", NAME);
  const documents = filesIn(directory).filter((file) => /^(?!node_modules).*\.md$/.test(file));
  expect(documents).toEqual(expect.arrayContaining(["README.md", "docs/deploy.md"]));
  const missing = documents.flatMap((file) => {
    const links = [...readFileSync(join(directory, file), "utf8").matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)];
    return links.map(([, link]) => link!).filter((link) => !existsSync(join(directory, file, "..", link)));
  });
  expect(missing).toEqual([]);
});

test("a project that installs the package adds a trigger, and tries it", () => {
  run(project, process.execPath, join(ROOT, "node_modules/tsx/dist/cli.mjs"), "main.ts");

  const stack = join(project, "cdktf.out/stacks/events");
  const json = readable(readFileSync(join(stack, "cdk.tf.json"), "utf8"));
  const app = json.resource.azurerm_linux_function_app!.Model;
  expect(app.app_settings).toMatchObject({ ML_TRIGGER: "event_hub", ML_TRIGGER_INPUT_HUB_NAME: "input" });
  expect(Object.keys(json.resource.azurerm_eventhub!)).toEqual(["Model_Trigger_InputHub", "Model_Trigger_OutputHub"]);

  const [hash] = readdirSync(join(stack, "build-contexts")).filter((name) => /^[0-9a-f]{64}$/.test(name));
  const context = join(stack, "build-contexts", hash!);
  const modules = filesIn(join(context, "runtime/ml_runtime/triggers"));
  const ours = filesIn(join(ROOT, "image/ml_runtime/triggers")).filter((file) => file.endsWith(".py"));
  expect(modules).toEqual([...ours, "event_hub.py"].sort());

  const tryScript = join(project, "node_modules", NAME, "scripts/try/try.py");
  const options = ["--trigger", "event_hub", "--input", "event.json"];
  expect(run(project, "python3", tryScript, context, ...options)).toBe("9");
}, 600_000);
