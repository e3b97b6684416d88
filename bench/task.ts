// One measured task in a process of its own, so that neither caches nor memory of one reach another:
//   tsx bench/task.ts <name> <arguments as JSON>
// Prints { milliseconds, cpuMilliseconds, memoryMiB }; loading modules is not part of the time.
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import { DockerProvider } from "@cdktf/provider-docker/lib/provider";
import { App, AssetType, TerraformAsset, type TerraformResource, TerraformStack } from "cdktf";
import { ContainerImage, Environment, HttpMlFunctionApp, Model } from "../lib";
import { BuildContext } from "../lib/private/build-context";

type Attributes = Record<string, unknown>;
type Blocks = Record<string, Record<string, Attributes>>;

interface Arguments {
  readonly source: string;
  readonly output: string;
  readonly cacheDirectory?: string;
  readonly count: number;
  readonly stack: string;
}

/** A task does what needs no measuring and returns what does. */
const TASKS: Record<string, (given: Arguments) => () => void> = {
  buildContext:
    ({ source, output, cacheDirectory }) =>
    () => {
      // what an earlier synth staged, as its images.json would say
      const [earlier] = readdirSync(output);
      const outdated = earlier === undefined ? undefined : join(output, earlier);
      const context = BuildContext.digest(
        {
          texts: [{ path: "Dockerfile", text: "FROM scratch\n" }],
          trees: [{ path: "models/model/1/model", source, filter: "none" }],
          settings: {},
          verified: ["models"],
        },
        { cacheDirectory },
      );
      context.stage(join(output, context.hash), outdated);
      BuildContext.prune(output, [context.hash], [context]);
    },

  terraformAsset: ({ source, output }) => {
    const app = new App({ outdir: output });
    const stack = new TerraformStack(app, "bench");
    return () => {
      new TerraformAsset(stack, "Asset", { path: source, type: AssetType.DIRECTORY });
      app.synth();
    };
  },

  fingerprint: ({ source }) => {
    const { FileSystem } = createRequire(__filename)("aws-cdk-lib") as {
      readonly FileSystem: { fingerprint(path: string): string };
    };
    return () => void FileSystem.fingerprint(source);
  },

  apps:
    ({ output, count }) =>
    () => {
      const app = new App({ outdir: output, skipValidation: false });
      const stack = new TerraformStack(app, "bench");
      new AzurermProvider(stack, "azurerm", { storageUseAzuread: true, features: [{}] });
      new DockerProvider(stack, "docker");
      const resourceGroup = new ResourceGroup(stack, "Group", { name: "bench", location: "westeurope" });
      for (let index = 0; index < count; index += 1) {
        new HttpMlFunctionApp(stack, `App${index}`, {
          resourceGroup,
          image: ContainerImage.fromModel({
            model: Model.fromFile("examples/diabetes/model.joblib"),
            inferenceConfig: {
              entryScript: "score.py",
              sourceDirectory: "examples/diabetes",
              environment: Environment.fromRequirements("examples/diabetes/requirements.txt"),
            },
          }),
        });
      }
      app.synth();
    },

  raw: ({ output, stack: file }) => {
    const { resource, data = {} } = JSON.parse(readFileSync(file, "utf8")) as { resource: Blocks; data?: Blocks };
    const made = [...blocksOf(resource, ""), ...blocksOf(data, "Data")];
    return () => {
      const app = new App({ outdir: output });
      const stack = new TerraformStack(app, "bench");
      new AzurermProvider(stack, "azurerm", { storageUseAzuread: true, features: [{}] });
      new DockerProvider(stack, "docker");
      for (const [type, id, attributes, dependsOn] of made) {
        const block = new type(stack, id, attributes);
        if (dependsOn !== undefined) block.addOverride("depends_on", dependsOn);
      }
      app.synth();
    };
  },
};

type BlockClass = new (scope: TerraformStack, id: string, attributes: Attributes) => TerraformResource;

/** The provider's class, the id, the props and what it depends on, of each block of a synthesized stack. */
function blocksOf(blocks: Blocks, prefix: "" | "Data"): [BlockClass, string, Attributes, unknown][] {
  return Object.entries(blocks).flatMap(([type, byId]) => {
    const [provider, ...words] = type.split("_") as [string, ...string[]];
    const parts = prefix === "" ? words : ["data", provider, ...words];
    const module = createRequire(__filename)(`@cdktf/provider-${provider}/lib/${parts.join("-")}`) as Record<
      string,
      BlockClass
    >;
    const blockClass = module[parts.map(capitalized).join("")] as BlockClass;
    return Object.entries(byId).map(
      ([id, { depends_on: dependsOn, "//": _, ...attributes }]): [BlockClass, string, Attributes, unknown] => [
        blockClass,
        id,
        camelCased(attributes) as Attributes,
        dependsOn,
      ],
    );
  });
}

/** Maps whose keys are the user's, not the provider's. */
const MAPS = ["app_settings", "tags", "triggers", "build_args"];

function camelCased(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camelCased);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key === "build" ? "buildAttribute" : key.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
      MAPS.includes(key) ? inner : camelCased(inner),
    ]),
  );
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

// tsx turns them on; cdktf asks for a stack trace with every token, and a compiled program reads no source map for it.
process.setSourceMapsEnabled(false);

const [name = "", given = "{}"] = process.argv.slice(2);
const prepare = TASKS[name];
if (prepare === undefined) throw new Error(`No task ${name}`);
const parsed = JSON.parse(given) as Arguments;
mkdirSync(parsed.output, { recursive: true });
const measured = prepare(parsed);
const [start, startUsage] = [performance.now(), process.cpuUsage()];
measured();
const milliseconds = performance.now() - start;
const { user, system } = process.cpuUsage(startUsage);
const cpuMilliseconds = (user + system) / 1000;
console.log(JSON.stringify({ milliseconds, cpuMilliseconds, memoryMiB: process.resourceUsage().maxRSS / 1024 }));
