import { symlinkSync } from "fs";
import { join } from "path";
import { AzureServiceBusNamespace, ImageBuilder, Model, ServiceBusQueueTrigger } from "../../lib";
import { ids } from "../support/ids";
import { addApp } from "../support/test-stack";
import { type Anything, files, image, refused, taken } from "./support";

const docker = (options: Anything) => image({ builder: ImageBuilder.docker(options) });
const task = (options: Anything) => image({ builder: ImageBuilder.acrTask(options) });

describe("builders", () => {
  refused([
    ["an ARG with a hyphen", "build-argument-name", "builder.buildArgs", docker({ buildArgs: { "A-B": "1" } })],
    ["an ARG that is a number", "build-argument-value", "builder.buildArgs.A", docker({ buildArgs: { A: 1 } })],
    ["an image with a space", "build-cache-image", "builder.cacheFrom", docker({ cacheFrom: ["a b"] })],
    ["a text as list", "list", "builder.cacheFrom", docker({ cacheFrom: "a" })],
    ["a secret from nowhere", "build-secret", "builder.secrets", docker({ secrets: [{ id: "pip_conf" }] })],
    ["a secret without a name", "build-secret-id", "builder.secrets.id", docker({ secrets: [{ id: "", file: "/f" }] })],
    [
      "a secret where a variable's name belongs",
      "build-secret-variable",
      "builder.secrets.environmentVariable",
      docker({ secrets: [{ id: "s", environmentVariable: "a b" }] }),
    ],
    [
      "a home directory",
      "build-secret-file",
      "builder.secrets.file",
      docker({ secrets: [{ id: "s", file: "~/pip" }] }),
    ],
    ["an ARM image", "builder-platform", "builder.platform", docker({ platform: "linux/arm64" })],
    ["a stage with a space", "builder-target", "builder.target", docker({ target: "a b" })],
    ["no time", "builder-timeout", "builder.timeoutMinutes", docker({ timeoutMinutes: 0 })],
    ["more than a task may take", "builder-timeout", "builder.timeoutMinutes", task({ timeoutMinutes: 481 })],
    ["a Dockerfile that is not there", "dockerfile", "builder.dockerfile", docker({ dockerfile: "none" })],
    ["a pool with a space", "task-agent-pool", "builder.agentPoolName", task({ agentPoolName: "a b" })],
    [
      "an ARG that a shell would read",
      "task-build-argument",
      "builder.buildArgs.A",
      task({ buildArgs: { A: "$(id)" } }),
    ],
    ["64 cores", "task-cpu", "builder.cpu", task({ cpu: 64 })],
    ["a log's name with a space", "task-log-template", "builder.logTemplate", task({ logTemplate: "a b" })],
    ["a builder of another kind", "part", "builder", image({ builder: "docker" })],
    ["a text as options", "struct", "builder", docker("fast")],
  ]);

  taken([
    ["arguments and a target", docker({ buildArgs: { A_1: "x y $z" }, target: "final", timeoutMinutes: 1440 })],
    ["the limits of a task", task({ timeoutMinutes: 480, cpu: 2 })],
  ]);
});

describe("build context", () => {
  const loop = files({ "model/weights.bin": "x" });
  symlinkSync("../..", join(loop, "model", "outside"));

  refused([
    [
      "a link that leads out of a model",
      "build-context",
      "model or inferenceConfig",
      image({ model: Model.fromDirectory(join(loop, "model")) }),
    ],
  ]);
  taken([
    ["a model of several files", image({ model: Model.fromDirectory(files({ a: "x", "b/c": "y" }), { name: "m" }) })],
  ]);
});

describe("one queue of two apps", () => {
  const bus = AzureServiceBusNamespace.fromAttributes({ id: ids.serviceBus, name: "given-bus" });
  const readers = (...locks: number[]) => {
    return (stack: Parameters<typeof addApp>[0]) => {
      locks.forEach((lockDurationSeconds, i) => {
        const queues = { inputQueueName: "one", serviceBusNamespace: bus, lockDurationSeconds };
        addApp(stack, { trigger: new ServiceBusQueueTrigger(queues) }, `App${i}`);
      });
    };
  };
  const chain = (stack: Parameters<typeof addApp>[0]) => {
    const first = { inputQueueName: "one", outputQueueName: "two", serviceBusNamespace: bus };
    addApp(stack, { trigger: new ServiceBusQueueTrigger(first) }, "First");
    const second = { inputQueueName: "two", serviceBusNamespace: bus, lockDurationSeconds: 60 };
    addApp(stack, { trigger: new ServiceBusQueueTrigger(second) }, "Second");
  };

  refused([["two locks for it", "queue-made-twice", "inputQueueName", readers(60, 300)]]);
  taken([
    ["one behind the other", chain],
    ["two readers that agree", readers(60, 60)],
  ]);
});
