import { execFileSync } from "child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, symlinkSync } from "fs";
import { dirname, join } from "path";
import { extract } from "tar";
import { publicTypes } from "../scripts/assembly";
import { temporaryDirectory } from "./private/build-context/temporary";
import { blocksOf, ROOT } from "./support/code-blocks";
import { FILES, type Files, filesIn, write } from "./support/staged";
import { readable } from "./support/synth";

const NAME = "cdktf-azure-ml-functions";

const { peerDependencies } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
  readonly peerDependencies: { readonly [name: string]: string };
};
const PEERS = Object.keys(peerDependencies);

/** Answers with the number of characters that it was sent. */
const SCRIPT = "def init():\n    pass\n\n\ndef run(data):\n    return len(data)\n";

/** Runs a command as a user would type it in a directory. */
function run(directory: string, command: string, ...args: string[]): string {
  // what this process was told by npm is none of the project's business
  const env = { ...process.env, npm_lifecycle_event: undefined, NODE_OPTIONS: undefined };
  return execFileSync(command, args, { cwd: directory, encoding: "utf8", stdio: "pipe", env });
}

/** Puts the package's peers into a directory: those of this repository, as they have hundreds of megabytes. */
function linkPeers(modules: string): void {
  for (const peer of PEERS) {
    mkdirSync(dirname(join(modules, peer)), { recursive: true });
    symlinkSync(join(ROOT, "node_modules", peer), join(modules, peer));
  }
}

function install(directory: string, ...what: string[]): void {
  run(directory, "npm", "install", "--offline", "--legacy-peer-deps", "--no-audit", "--no-fund", ...what);
}

/** A project that has installed the packed library, with the files of the documentation's trigger. */
function installed(): string {
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
  install(directory, tarball);
  linkPeers(join(directory, "node_modules"));
  return directory;
}

let tarball: string;
let project: string;

beforeAll(() => {
  // the package is made of what `npm run build` has compiled
  expect(publicTypes().length).toBeGreaterThan(0);
  const directory = temporaryDirectory();
  const [packed] = JSON.parse(
    run(ROOT, "npm", "pack", "--ignore-scripts", "--json", "--pack-destination", directory),
  ) as [{ readonly filename: string }];
  tarball = join(directory, packed.filename);
  project = installed();
}, 600_000);

test("the package is as npm wants it, says publint", () => {
  const publint = join(ROOT, "node_modules/publint/src/cli.js");
  expect(run(ROOT, process.execPath, publint, "run", tarball, "--strict")).toContain("All good!");
}, 60_000);

test("the package has no source maps of its own, and no notes of the compiler", () => {
  const files = filesIn(join(project, "node_modules", NAME)).filter((file) => !file.startsWith("node_modules/"));
  expect(files).toContain("dist/index.js");
  expect(files.filter((file) => /\.(map|tsbuildinfo|tsx?)$/.test(file) && !file.endsWith(".d.ts"))).toEqual([]);
  expect(readFileSync(join(project, "node_modules", NAME, "dist/index.js"), "utf8")).not.toContain("sourceMappingURL");
});

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

describe("the package finds its files", () => {
  /** What the library looks for: its runtime, a script of its own, and the packages that are bundled with it. */
  const files: Files = {
    "cdktf.json": "{}",
    "src/score.py": SCRIPT,
    "model.joblib": readFileSync(join(ROOT, "examples/diabetes/model.joblib")),
    "main.js": `
      const { ResourceGroup } = require("@cdktf/provider-azurerm/lib/resource-group");
      const { AzurermProvider } = require("@cdktf/provider-azurerm/lib/provider");
      const { App, LocalBackend, TerraformStack } = require("cdktf");
      const { Environment, ImageBuilder, Model, ModelImage } = require("${NAME}");

      const app = new App();
      const stack = new TerraformStack(app, "images");
      new LocalBackend(stack, { path: "terraform.tfstate" });
      new AzurermProvider(stack, "azurerm", { storageUseAzuread: true, features: [{}] });
      const resourceGroup = new ResourceGroup(stack, "Group", { name: "ml", location: "westeurope" });
      const common = { resourceGroup, builder: ImageBuilder.acrTask() };
      const environment = Environment.fromPackages(["numpy==2.0.0"]);
      const inferenceConfig = { entryScript: "score.py", sourceDirectory: "src", environment };
      new ModelImage(stack, "Script", { ...common, model: Model.fromFile("model.joblib"), inferenceConfig });
      new ModelImage(stack, "Scriptless", { ...common, model: Model.sklearn("model.joblib") });
      app.synth();
    `,
  };

  /** The stack's JSON and the names of its contexts, which are hashes, where the library is found by what is in a directory. */
  function synthesized(directory: string, ...options: string[]): readonly string[] {
    write(directory, files);
    run(directory, process.execPath, ...options, "main.js");
    const contexts = ["images/Script", "images/Scriptless"].map((image) => {
      return run(directory, "npm", "exec", "--offline", NAME, "--", "context", "images", "--image", image);
    });
    return [readFileSync(join(directory, "cdktf.out/stacks/images/cdk.tf.json"), "utf8"), ...contexts];
  }

  let expected: readonly string[];

  beforeAll(() => {
    expected = synthesized(project);
    expect(expected[1]).toMatch(/^tag=[0-9a-f]{64}$/m);
    expect(expected[1]).not.toBe(expected[2]);
  }, 120_000);

  test("hoisted to the root of an npm workspace", () => {
    const root = temporaryDirectory();
    write(root, {
      "package.json": '{ "private": true, "workspaces": ["apps/*"] }',
      "apps/model/package.json": `{ "name": "model", "dependencies": { "${NAME}": "file:${tarball}" } }`,
    });
    install(root);
    linkPeers(join(root, "node_modules"));
    expect(existsSync(join(root, "node_modules", NAME, "dist"))).toBe(true);
    expect(existsSync(join(root, "apps/model/node_modules"))).toBe(false);
    expect(synthesized(join(root, "apps/model"))).toEqual(expected);
  }, 120_000);

  test("in the store of a pnpm workspace", () => {
    const root = temporaryDirectory();
    const peers = Object.fromEntries(PEERS.map((peer) => [peer, `link:${join(ROOT, "node_modules", peer)}`]));
    write(root, {
      "package.json": '{ "private": true }',
      "pnpm-workspace.yaml": 'packages: ["apps/*"]\n',
      "apps/model/package.json": JSON.stringify({ dependencies: { [NAME]: `file:${tarball}`, ...peers } }),
    });
    const pnpm = join(ROOT, "node_modules/pnpm/bin/pnpm.cjs");
    run(root, process.execPath, pnpm, "install", "--offline", "--store-dir", join(root, "store"));
    expect(realpathSync(join(root, "apps/model/node_modules", NAME))).toContain("/node_modules/.pnpm/");
    expect(synthesized(join(root, "apps/model"))).toEqual(expected);
  }, 120_000);

  describe("behind a symbolic link, as npm link makes it", () => {
    let app: string;

    beforeAll(async () => {
      const root = temporaryDirectory();
      app = join(root, "app");
      mkdirSync(join(root, "library"));
      await extract({ file: tarball, cwd: join(root, "library"), strip: 1 });
      write(app, { "package.json": '{ "private": true }' });
      install(app, "../library");
      linkPeers(join(root, "node_modules"));
      expect(realpathSync(join(app, "node_modules", NAME))).toBe(join(root, "library"));
    }, 120_000);

    test.each([["which Node.js follows"], ["with --preserve-symlinks", "--preserve-symlinks"]])(
      "%s",
      (_title, ...options) => {
        expect(synthesized(app, ...options)).toEqual(expected);
      },
      120_000,
    );
  });
});
