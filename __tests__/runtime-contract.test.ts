import { readdirSync, readFileSync } from "fs";
import { basename, join } from "path";
import {
  BlobSource,
  BlobTrigger,
  HttpTrigger,
  type ITrigger,
  ServiceBusQueueTrigger,
  ServiceBusTopicTrigger,
  StorageQueueTrigger,
} from "../lib";
import {
  HEALTH_PATH,
  RUNTIME_SETTINGS,
  SCORING_PATH,
  TRIGGER_CONNECTION,
  triggerSetting,
} from "../lib/private/image/runtime-contract";
import { appWith } from "./support/test-stack";

const RUNTIME = join(__dirname, "../image/ml_runtime");

/** Text of a file of the runtime. */
function source(path: string): string {
  return readFileSync(join(RUNTIME, path), "utf8");
}

/** Texts in quotes that look like our settings, sorted, each once. */
function settingsIn(text: string): string[] {
  return [...new Set([...text.matchAll(/"(ML_[A-Z_]+)"/g)].map((match) => match[1]!))].sort();
}

const MODULES = readdirSync(join(RUNTIME, "triggers"))
  .filter((file) => file.endsWith(".py") && file !== "__init__.py")
  .map((file) => basename(file, ".py"));

/** Each trigger, in one variant or more, with all it can be given, so that it writes every setting it has. */
const TRIGGERS: { readonly [module: string]: readonly ITrigger[] } = {
  http: [new HttpTrigger({ authLevel: "admin", methods: ["POST"] })],
  blob: [new BlobTrigger({ inputPath: "input/{name}", outputPath: "output/{name}" })],
  blob_event_grid: [
    new BlobTrigger({ inputPath: "input/{name}", outputPath: "output/{name}", source: BlobSource.eventGrid() }),
  ],
  storage_queue: [new StorageQueueTrigger({ inputQueueName: "input", outputQueueName: "output" })],
  service_bus_queue: [
    new ServiceBusQueueTrigger({ inputQueueName: "input", outputQueueName: "output", requiresSession: true }),
  ],
  service_bus_topic: ["outputTopicName", "outputQueueName"].map((output) => {
    const input = { inputTopicName: "input", subscriptionName: "model", requiresSession: true };
    return new ServiceBusTopicTrigger({ ...input, [output]: "output" });
  }),
};

test("the runtime knows the settings that the constructs write, and no others", () => {
  expect(settingsIn(source("settings.py"))).toEqual([...Object.values(RUNTIME_SETTINGS), triggerSetting("")].sort());
});

test("apps write what the contract names", () => {
  const settings = appWith({ concurrentPredictions: 2, scoringTimeoutSeconds: 60, logPayloads: true }).app_settings;
  expect(settings).toMatchObject(
    Object.fromEntries(Object.values(RUNTIME_SETTINGS).map((name) => [name, expect.any(String)])),
  );
});

test("connections have one name", () => {
  expect(source("settings.py")).toContain(`\nCONNECTION = "${TRIGGER_CONNECTION}"\n`);
});

test("each trigger has a module, and each module a trigger", () => {
  expect(MODULES).toEqual(Object.keys(TRIGGERS).sort());
});

describe.each(Object.entries(TRIGGERS))("%s", (module, variants) => {
  const settings = variants.map((trigger) => appWith({ trigger }).app_settings);

  test("names its module", () => {
    expect(new Set(settings.map((each) => each[RUNTIME_SETTINGS.trigger]))).toEqual(new Set([module]));
  });

  test("writes what its module reads", () => {
    const names = new Set(settings.flatMap((each) => Object.keys(each)));
    const written = [...names].filter((name) => name.startsWith(triggerSetting("")));
    expect(written.sort()).toEqual(settingsIn(source(`triggers/${module}.py`)));
  });
});

test("no other file of the runtime has settings of its own", () => {
  const known = ["settings.py", ...MODULES.map((module) => join("triggers", `${module}.py`))];
  const others = readdirSync(RUNTIME, { recursive: true, encoding: "utf8" }).filter(
    (file) => file.endsWith(".py") && !known.includes(file),
  );
  expect(others.length).toBeGreaterThan(0);
  expect(others.flatMap((file) => settingsIn(source(file)))).toEqual([]);
});

test("paths are where the runtime answers", () => {
  const host = JSON.parse(readFileSync(join(RUNTIME, "../host.json"), "utf8"));
  expect(host.extensions.http.routePrefix).toBe("");
  expect(source("health.py")).toContain(`@app.route("${HEALTH_PATH.slice(1)}"`);
  expect(source("triggers/http.py")).toContain(`@app.route("${SCORING_PATH.slice(1)}"`);
});
