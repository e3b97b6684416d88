import {
  AzureApplicationInsights,
  AzureContainerRegistry,
  AzureStorageAccount,
  ContainerImage,
  Environment,
  Monitoring,
  ValidationError,
} from "../../lib";
import { show, withoutSecrets } from "../../lib/private/validation/display";
import { ids } from "../support/ids";
import { type Anything, app, breachesOf, environment, requirements, warningsOf } from "./support";

const SECRET = "hunter2";
const KEY = `${"Ab1/".repeat(21)}Ab==`;

describe("secrets stay out of every message", () => {
  const registry = { id: ids.registry, name: "given", resourceGroupName: "group" };

  test.each<[string, (stack: Anything) => unknown]>([
    ["an app setting's value", app({ appSettings: { "PASS-WORD": SECRET } })],
    ["an app setting of another type", app({ appSettings: { PASSWORD: [SECRET] } })],
    ["app settings of another type", app({ appSettings: [SECRET] })],
    [
      "an admin's password",
      app({
        image: ContainerImage.fromRegistry({
          registry: AzureContainerRegistry.fromAttributes({ ...registry, adminPassword: [SECRET] as Anything }),
          repositoryName: "m",
          tag: "v1",
        }),
      }),
    ],
    ["attributes in the place of a part", app({ image: { ...registry, adminPassword: SECRET } })],
    ["attributes further in", app({ hosting: { plan: [{ primaryAccessKey: SECRET, connectionString: SECRET }] } })],
    ["a connection string as name", app({ functionAppName: `AccountName=x;AccountKey=${SECRET};EndpointSuffix=y` })],
    [
      "a Service Bus connection string",
      app({ functionAppName: `Endpoint=sb://x/;SharedAccessKeyName=a;SharedAccessKey=${SECRET}` }),
    ],
    ["a shared access signature", app({ functionAppName: `https://x.blob.core.windows.net/c?sv=1&sig=${SECRET}` })],
    [
      "an account's key as name",
      app({
        hostStorage: AzureStorageAccount.fromAttributes({
          id: ids.storage,
          name: "given",
          primaryBlobEndpoint: `https://user:${SECRET}@host/`,
        }),
      }),
    ],
    [
      "a connection string that is none",
      app({
        monitoring: Monitoring.existingApplicationInsights(
          AzureApplicationInsights.fromAttributes({ id: "/i", connectionString: SECRET }),
        ),
      }),
    ],
    ["a URL in a requirement that cannot be read", requirements(`pkg = https://user:${SECRET}@host/simple`)],
    ["a URL in a local requirement", requirements(`-e file://user:${SECRET}@host/x`)],
    ["a URL in a list", environment(Environment.fromPackages([`--index-url https://${SECRET}@host/simple\n`]))],
  ])("%s", (_, make) => {
    const breaches = breachesOf(make);
    expect(breaches.length).toBeGreaterThan(0);
    expect(JSON.stringify(breaches)).not.toContain(SECRET);
    expect(new ValidationError(breaches).message).not.toContain(SECRET);
  });

  test("an index with credentials is warned of, without them", () => {
    const [warning] = warningsOf(requirements(`--index-url https://user:${SECRET}@host/simple`));
    expect(warning).toMatch(/https:\/\/\*\*\*@host.*\(environment-credentials\)$/);
  });

  test.each([
    [KEY],
    [`${"A1b2".repeat(10)}+ACRabc123`],
    ["abc8Q~abcdefghijklmnopqrstuvwxyz0123456"],
    [`eyJhbGciOiJIUzI1.eyJzdWIiOiIxMjM0.abc`],
    [`ghp_${"a".repeat(36)}`],
  ])("%s is known for a secret wherever it stands", (secret) =>
    expect(show({ value: `x ${secret}` })).not.toContain(secret),
  );

  test.each([
    ["sha256:" + "a".repeat(64)],
    [ids.storage],
    ["https://learn.microsoft.com/azure"],
    ["input/{blobname}.json"],
    ["mcr.microsoft.com/azure-functions/python:4-python3.12"],
  ])("%s is none", (text) => expect(withoutSecrets(text)).toBe(text));
});

test("values are shown on one line, not too long, whatever they are", () => {
  const cycle: { self?: unknown } = {};
  cycle.self = cycle;
  expect(show(cycle)).toMatch(/^\{"self":.*\}$/);
  expect(show("a\nb")).toBe('"a\\nb"');
  expect(show("x".repeat(1e6)).length).toBeLessThan(250);
  expect([undefined, null, NaN, 1n, Symbol("s"), () => 1, new Map(), Object.create(null), []].map(show)).toEqual([
    "(nothing)",
    "null",
    "NaN",
    "(bigint)",
    "(symbol)",
    "(function)",
    "(Map)",
    "{}",
    "[]",
  ]);
});
