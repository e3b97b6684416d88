import { StorageAccount } from "@cdktf/provider-azurerm/lib/storage-account";
import type * as library from "../lib";
import { ids } from "./support/ids";
import { all, roles, synth, type Synthesized, warnings } from "./support/synth";
import { publicImage, TestStack } from "./support/test-stack";

type Library = typeof library;

/** The package as another one of an app's dependencies brings it along, with the cdktf and constructs of the app. */
function copy(): Library {
  const peers = { cdktf: jest.requireActual<object>("cdktf"), constructs: jest.requireActual<object>("constructs") };
  let loaded: Library | undefined;
  jest.isolateModules(() => {
    for (const [name, peer] of Object.entries(peers)) jest.doMock(name, () => peer);
    loaded = jest.requireActual<Library>("../lib");
  });
  return loaded!;
}

const COPIES = [copy(), copy()] as const;

const identity = { id: ids.identity, clientId: ids.client, principalId: ids.principal };

/** Two apps on what the user gave, each made by a copy of its own. */
function appOf(make: (copy: Library, stack: TestStack, account: StorageAccount) => object): [TestStack, Synthesized] {
  const stack = new TestStack();
  const account = new StorageAccount(stack, "Given", {
    name: "mlgiven",
    resourceGroupName: "ml",
    location: "westeurope",
    accountTier: "Standard",
    accountReplicationType: "LRS",
  });
  COPIES.forEach((copy, i) => {
    new copy.MlFunctionApp(stack, `App${i}`, {
      resourceGroup: stack.group,
      image: publicImage(),
      access: copy.Access.managedIdentity({ identity: copy.AzureIdentity.fromAttributes(identity) }),
      hostStorage: copy.AzureStorageAccount.fromResource(account),
      monitoring: copy.Monitoring.disabled(),
      ...make(copy, stack, account),
    } as unknown as library.MlFunctionAppProps);
  });
  return [stack, synth(stack)];
}

test("they are two", () => {
  expect(COPIES[0].MlFunctionApp).not.toBe(COPIES[1].MlFunctionApp);
});

test("two copies of the package share the containers and the roles on a storage account", () => {
  const [stack, json] = appOf((copy, _stack, account) => ({
    trigger: new copy.BlobTrigger({
      inputPath: "input/{name}",
      outputPath: "output/{name}",
      storage: copy.AzureStorageAccount.fromResource(account),
    }),
  }));
  const containers = Object.values(all(json, "azurerm_storage_container")).map(({ name }) => name);
  expect(containers.sort()).toEqual(["input", "output"]);
  const assigned = roles(json);
  expect(assigned).toHaveLength(3);
  expect(new Set(assigned).size).toBe(assigned.length);
  expect(warnings(stack).join()).toContain("(blob-watched-twice)");
});

test("two copies of the package share a queue, and see a loop through both", () => {
  const namespace = (copy: Library) =>
    copy.AzureServiceBusNamespace.fromAttributes({
      id: "/subscriptions/s/resourceGroups/ml/providers/Microsoft.ServiceBus/namespaces/ml-namespace",
      name: "ml-namespace",
    });
  const between = (inputQueueName: string, outputQueueName: string) => (copy: Library) => ({
    trigger: new copy.ServiceBusQueueTrigger({
      inputQueueName,
      outputQueueName,
      serviceBusNamespace: namespace(copy),
    }),
  });
  const [, json] = appOf(between("input", "output"));
  expect(
    Object.values(all(json, "azurerm_servicebus_queue"))
      .map(({ name }) => name)
      .sort(),
  ).toEqual(["input", "output"]);

  const there = between("one", "two");
  const back = between("two", "one");
  expect(() => appOf((copy) => (copy === COPIES[0] ? there(copy) : back(copy)))).toThrow("(queue-loop)");
});

test("what is wrong is told once, whichever copies found it", () => {
  const wrong = () => appOf((copy) => ({ trigger: new copy.HttpTrigger({ authLevel: "user" }) }));
  expect(wrong).toThrow(/^2 problems found/);
});

test("two copies of the package stage the images of one stack", () => {
  const [stack, json] = appOf((copy) => ({
    trigger: new copy.HttpTrigger(),
    image: copy.ContainerImage.fromModel({
      model: copy.Model.fromFile("examples/diabetes/model.joblib"),
      inferenceConfig: {
        entryScript: "score.py",
        sourceDirectory: "examples/diabetes",
        environment: copy.Environment.fromRequirements("examples/diabetes/requirements.txt"),
      },
      cacheDigests: false,
    }),
  }));
  expect(Object.keys(all(json, "docker_image"))).toHaveLength(2);
  expect(warnings(stack)).toEqual([]);
});
