import { readFileSync } from "fs";
import { join } from "path";
import {
  type Breach,
  ContainerImage,
  type ITrigger,
  MlFunctionApp,
  ModelImage,
  type TriggerConfig,
  ValidationError,
} from "../lib";
import { appIn, FILES, type Files, filesIn, imageOf, project } from "./support/staged";
import { readable, synth, warnings } from "./support/synth";
import { addApp, publicImage, TestStack } from "./support/test-stack";

const MODULE = "def register(app, scoring, settings):\n    pass\n";

/** A trigger of the user's own, with a Python file. */
function trigger(config: Partial<TriggerConfig> = {}): ITrigger {
  return {
    bind: () => ({
      moduleName: "timer",
      modulePath: "triggers/timer.py",
      requiresAlwaysOn: true,
      appSettings: {},
      ...config,
    }),
  };
}

/** What an app with a trigger, and files beside the project's, puts into its stack's directory. */
function staged(given: ITrigger, files: Files) {
  const directory = project({ ...FILES, ...files });
  const app = appIn(directory);
  const stack = new TestStack("test", app);
  const image = ContainerImage.fromModel(imageOf());
  new MlFunctionApp(stack, "App", { resourceGroup: stack.group, image, trigger: given });
  app.synth();
  const stackDirectory = join(directory, "cdktf.out/stacks/test");
  const json = readable(readFileSync(join(stackDirectory, "cdk.tf.json"), "utf8"));
  return { json, context: join(stackDirectory, json.resource.docker_image!.App_Image_Build.build.context) };
}

/** What is refused of it. */
function refused(given: ITrigger, files: Files): readonly Breach[] {
  try {
    staged(given, files);
    return [];
  } catch (error) {
    if (error instanceof ValidationError) return error.breaches;
    throw error;
  }
}

test("TriggerConfig.modulePath: the file goes into the image, beside the runtime's own modules, and into its hash", () => {
  const { json, context } = staged(trigger(), { "triggers/timer.py": MODULE });
  expect(json.resource.azurerm_linux_function_app!.App.app_settings.ML_TRIGGER).toBe("timer");
  expect(readFileSync(join(context, "runtime/ml_runtime/triggers/timer.py"), "utf8")).toBe(MODULE);
  expect(filesIn(context)).toContain("runtime/ml_runtime/triggers/http.py");
  const other = staged(trigger(), { "triggers/timer.py": `${MODULE}\n# changed\n` });
  expect(other.context.slice(-64)).not.toBe(context.slice(-64));
});

test("TriggerConfig.modulePath: nothing changes in an image whose trigger is the runtime's own", () => {
  const { context } = staged(trigger({ moduleName: "http", modulePath: undefined }), { "triggers/timer.py": MODULE });
  expect(filesIn(context).filter((file) => file.includes("timer"))).toEqual([]);
});

test("TriggerConfig.modulePath: apps that share an image each bring their own module", () => {
  const directory = project({ ...FILES, "one.py": MODULE, "two.py": MODULE });
  const app = appIn(directory);
  const stack = new TestStack("test", app);
  const model = new ModelImage(stack, "Model", { resourceGroup: stack.group, ...imageOf() });
  for (const moduleName of ["one", "two"]) {
    const own = trigger({ moduleName, modulePath: `${moduleName}.py` });
    addApp(stack, { image: ContainerImage.fromModelImage(model), trigger: own }, `App${moduleName}`);
    // the same once more
    addApp(stack, { image: ContainerImage.fromModelImage(model), trigger: own }, `Other${moduleName}`);
  }
  app.synth();
  const files = filesIn(join(directory, "cdktf.out/stacks/test/build-contexts"));
  expect(files.filter((file) => /triggers.(one|two)\.py$/.test(file))).toHaveLength(2);
});

test.each([
  ["a file that is not there", trigger(), {}, "the path of a file: there is nothing at "],
  ["what is no Python", trigger(), { "triggers/timer.py": "def register(:\n" }, "a module of Python 3.12"],
  ["a module without register", trigger(), { "triggers/timer.py": "x = 1\n" }, "a module with a function register"],
  ["an async register", trigger(), { "triggers/timer.py": `async ${MODULE}` }, "a function register without async"],
  ["one parameter", trigger(), { "triggers/timer.py": "def register(app): pass\n" }, "takes three arguments"],
  ["four parameters", trigger(), { "triggers/timer.py": "def register(a, b, c, d): pass\n" }, "takes three arguments"],
  ["a keyword", trigger(), { "triggers/timer.py": "def register(a, b, c, *, d): pass\n" }, "takes three arguments"],
  ["what is no text", trigger(), { "triggers/timer.py": `${MODULE}\0` }, "a text file in UTF-8"],
  [
    "a name of the runtime's own in other case",
    trigger({ moduleName: "bLOB" }),
    { "triggers/timer.py": MODULE },
    "another name than bLOB",
  ],
  [
    "a name of the runtime's own",
    trigger({ moduleName: "blob" }),
    { "triggers/timer.py": MODULE },
    "another name than blob",
  ],
])("TriggerConfig.modulePath: %s is refused", (_, given, files, message) => {
  const breaches = refused(given, files);
  expect(breaches).toHaveLength(1);
  expect(breaches[0]).toMatchObject({
    code: "trigger-module",
    path: "test/App/Trigger",
    prop: "trigger.bind().modulePath",
    value: '"triggers/timer.py"',
  });
  expect(breaches[0]!.message).toContain(message);
});

test("TriggerConfig.modulePath: is judged beside a script that was refused", () => {
  const directory = project({ ...FILES, "triggers/timer.py": "x = 1\n" });
  const stack = new TestStack("test", appIn(directory));
  const inferenceConfig = { ...imageOf().inferenceConfig!, entryScript: "none.py" };
  const image = ContainerImage.fromModel(imageOf({ inferenceConfig }));
  new MlFunctionApp(stack, "App", { resourceGroup: stack.group, image, trigger: trigger() });
  expect(() => synth(stack)).toThrow(/entry-script[^]*trigger-module|trigger-module[^]*entry-script/);
});

test.each([
  "def register(app, scoring, settings, more=None): pass\n",
  "def register(*arguments): pass\n",
  "def register(app, *others, **options): pass\n",
  "from other import register\n",
  "register = make()\n",
])("TriggerConfig.modulePath: %j passes", (module) => {
  expect(refused(trigger(), { "triggers/timer.py": module })).toEqual([]);
});

test("TriggerConfig.modulePath: a file that is not called Python's is refused", () => {
  const [breach] = refused(trigger({ modulePath: "triggers/timer.txt" }), { "triggers/timer.txt": MODULE });
  expect(breach!.message).toBe("the path of a Python file, which ends with .py");
});

test("TriggerConfig.modulePath: one file may be given by several paths", () => {
  const directory = project({ ...FILES, "one.py": MODULE });
  const app = appIn(directory);
  const stack = new TestStack("test", app);
  const model = new ModelImage(stack, "Model", { resourceGroup: stack.group, ...imageOf() });
  const image = ContainerImage.fromModelImage(model);
  addApp(stack, { image, trigger: trigger({ modulePath: "one.py" }) }, "One");
  addApp(stack, { image, trigger: trigger({ modulePath: join(directory, "src/../one.py") }) }, "Two");
  expect(() => app.synth()).not.toThrow();
});

test("TriggerConfig.modulePath: two files of one name in one image are refused", () => {
  const directory = project({ ...FILES, "one.py": MODULE, "two.py": MODULE });
  const app = appIn(directory);
  const stack = new TestStack("test", app);
  const model = new ModelImage(stack, "Model", { resourceGroup: stack.group, ...imageOf() });
  const image = ContainerImage.fromModelImage(model);
  addApp(stack, { image, trigger: trigger({ modulePath: "one.py" }) }, "One");
  addApp(stack, { image, trigger: trigger({ modulePath: "two.py" }) }, "Two");
  expect(() => app.synth()).toThrow(/\[test\/Two\/Trigger\] .*"two\.py" {2}\(trigger-module\)/);
});

test("TriggerConfig.modulePath: of an image that is made elsewhere, what it has to hold is told", () => {
  const stack = new TestStack();
  addApp(stack, { image: publicImage(), trigger: trigger() });
  synth(stack);
  expect(warnings(stack)).toEqual([
    expect.stringMatching(/ml_runtime\/triggers\/timer\.py.*\(trigger-module-elsewhere\)$/),
  ]);
});

test("ContainerImageConfig.modelImage: an image part of one's own takes the module in, where it names the image", () => {
  const directory = project({ ...FILES, "triggers/timer.py": MODULE });
  const app = appIn(directory);
  const stack = new TestStack("test", app);
  const modelImage = new ModelImage(stack, "Model", { resourceGroup: stack.group, ...imageOf() });
  class OwnImage extends ContainerImage {
    public constructor() {
      super();
    }

    public bind() {
      const { imageName, imageTag } = modelImage;
      return { registryHost: "registry.example.com", imageName, imageTag, pullsAsIdentity: false, modelImage };
    }
  }
  addApp(stack, { image: new OwnImage(), trigger: trigger() });
  app.synth();
  expect(filesIn(join(directory, "cdktf.out/stacks/test/build-contexts")).join()).toContain("triggers/timer.py");
});
