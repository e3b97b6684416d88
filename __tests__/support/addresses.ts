import { join } from "path";

/** The committed file: one line for each resource and data source, `path address ["name"]`, and for what names refer to. */
export const ADDRESSES_FILE = join(__dirname, "../addresses.txt");

/** What a stack has in Terraform's state. */
export interface Held {
  /** Path of the construct; of a local value, that of its stack. */
  readonly path: string;
  readonly address: string;
  /** Name of the resource in Azure as the JSON has it; of a local value, its expression. */
  readonly name?: string;
}

/** Types that hold data, which goes with them. */
export const DATA_IN: { readonly [type: string]: string } = {
  azurerm_container_registry: "images",
  azurerm_log_analytics_workspace: "logs",
  azurerm_resource_group: "whatever lies in it",
  azurerm_servicebus_namespace: "queues and topics with their messages",
  azurerm_servicebus_queue: "messages",
  azurerm_servicebus_subscription: "messages",
  azurerm_servicebus_topic: "subscriptions with their messages",
  azurerm_storage_account: "blobs, queues",
  azurerm_storage_container: "blobs",
  azurerm_storage_queue: "messages",
};

/** Types with which something else goes that the stack does not make again. */
export const LOST_WITH: { readonly [type: string]: string } = {
  azurerm_application_insights: "the history that it shows",
  azurerm_eventgrid_system_topic: "subscriptions that others have made on it",
  azurerm_linux_function_app: "its slots and custom domains; it does not answer meanwhile",
  azurerm_user_assigned_identity: "roles that others have given it",
};

/** Types of which a new one is as good as the old one. */
export const NOTHING_LOST: readonly string[] = [
  "azurerm_container_registry_scope_map",
  "azurerm_container_registry_task",
  "azurerm_container_registry_task_schedule_run_now",
  "azurerm_container_registry_token",
  "azurerm_container_registry_token_password",
  "azurerm_eventgrid_system_topic_event_subscription",
  "azurerm_role_assignment",
  "azurerm_service_plan",
  "azurerm_servicebus_namespace_authorization_rule",
  "azurerm_servicebus_subscription_rule",
  "azurerm_storage_blob",
  "docker_image",
  "docker_registry_image",
];

interface Json {
  readonly resource?: Blocks;
  readonly data?: Blocks;
  readonly locals?: { readonly [name: string]: unknown };
}

interface Blocks {
  readonly [type: string]: { readonly [id: string]: { readonly "//": Comment; readonly name?: unknown } };
}

interface Comment {
  readonly metadata: { readonly path: string };
}

const REFERENCE = /\blocal\.\w+|\b(?:data\.)?azurerm_\w+\.\w+(?=\.name\b)/g;

/** What is held of a stack. */
export function heldIn(stack: string, text: string): Held[] {
  // the hash of an image changes with each edit of the runtime
  const json = JSON.parse(text.replace(/\b[0-9a-f]{64}\b/g, "<content hash>")) as Json;
  const blocks = (all: Blocks = {}, prefix = "") =>
    Object.entries(all).flatMap(([type, named]) => {
      return Object.entries(named).map(([id, block]): Held => {
        const name = typeof block.name === "string" ? block.name : undefined;
        return { path: block["//"].metadata.path, address: `${prefix}${type}.${id}`, name };
      });
    });
  const held = [...blocks(json.resource), ...blocks(json.data, "data.")];
  const locals = new Map<string, Held>();
  const follow = ({ name = "" }: Held) => {
    for (const [address] of name.matchAll(/\blocal\.\w+/g)) {
      if (locals.has(address)) continue;
      const local = { path: stack, address, name: String(json.locals?.[address.slice("local.".length)]) };
      locals.set(address, local);
      follow(local);
    }
  };
  held.forEach(follow);
  return [...held, ...locals.values()];
}

/** The file's text. */
export function written(held: readonly Held[]): string {
  const lines = held.map(({ path, address, name }) => {
    return `${path} ${address}${name === undefined ? "" : ` ${JSON.stringify(name)}`}\n`;
  });
  return lines.sort().join("");
}

export function read(text: string): Held[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line): Held => {
      const [, path, address, name] = /^(\S+) (\S+)(?: (.+))?$/.exec(line)!;
      return { path: path!, address: address!, name: name === undefined ? undefined : (JSON.parse(name) as string) };
    });
}

interface Resource extends Held {
  readonly type: string;
  /** The name, without references to what has another address by now and the same name still. */
  readonly resolved: string | undefined;
}

/** The resources by stack and address. Data sources and local values have nothing to lose. */
function resourcesOf(held: readonly Held[]): Map<string, Resource> {
  const key = ({ path }: Held, address: string) => `${path.split("/")[0]} ${address}`;
  const names = new Map(held.map((one) => [key(one, one.address), one.name]));
  const resolve = (one: Held, text: string): string => {
    return text.replace(REFERENCE, (address) => {
      const name = names.get(key(one, address));
      return name === undefined ? address : resolve(one, name);
    });
  };
  return new Map(
    held
      .filter(({ address }) => !/^(data|local)\./.test(address))
      .map((one) => {
        const type = one.address.split(".")[0]!;
        return [
          key(one, one.address),
          { ...one, type, resolved: one.name === undefined ? undefined : resolve(one, one.name) },
        ];
      }),
  );
}

/** What a change does to deployments that are there, in words; empty where it does nothing to them. */
export function differences(before: readonly Held[], after: readonly Held[]): string[] {
  const [old, now] = [resourcesOf(before), resourcesOf(after)];
  const gone = [...old].filter(([key]) => !now.has(key)).map(([, resource]) => resource);
  const come = new Set([...now].filter(([key]) => !old.has(key)).map(([, resource]) => resource));
  const renamed = [...old].flatMap(([key, resource]) => {
    const successor = now.get(key);
    return successor === undefined || successor.resolved === resource.resolved ? [] : [rename(resource, successor)];
  });
  const removed = gone.map((resource) => {
    const successor = successorOf(resource, [...come]);
    if (successor === undefined) return removal(resource);
    come.delete(successor);
    return move(resource, successor);
  });
  const repathed = [...old].flatMap(([key, { path, address }]) => {
    const successor = now.get(key);
    if (successor === undefined || successor.path === path) return [];
    return [
      `ANOTHER PATH, the same address: ${address}\n  ${path} is now ${successor.path}: nothing changes in Azure.`,
    ];
  });
  const added = [...come].map(({ path, address }) => `ADDED: ${address}\n  at ${path}: nothing is lost.`);
  return [...removed, ...renamed, ...repathed, ...added];
}

/** What stands for a resource that is gone: at its path, or of its name, or of its id in the same app. */
function successorOf(gone: Resource, come: readonly Resource[]): Resource | undefined {
  const alike = come.filter(({ type, path }) => type === gone.type && path.split("/")[0] === gone.path.split("/")[0]);
  const whose = (path: string) => [path.split("/")[1], path.split("/").at(-1)].join();
  return (
    come.find(({ path }) => path === gone.path) ??
    alike.find(({ resolved }) => resolved !== undefined && resolved === gone.resolved) ??
    alike.find(({ path }) => whose(path) === whose(gone.path))
  );
}

function destroys({ type }: Resource): string {
  if (DATA_IN[type] !== undefined) return `Terraform destroys it and the data in it (${DATA_IN[type]})`;
  return `Terraform destroys it${LOST_WITH[type] === undefined ? "" : `, with ${LOST_WITH[type]}`}`;
}

function removal(gone: Resource): string {
  return [
    `REMOVED: ${gone.address}`,
    `  at ${gone.path} is gone. ${destroys(gone)}.`,
    "  Remedy: keep it. Or tell users how to keep what they need of it.",
  ].join("\n");
}

function move(gone: Resource, { path, address, type, resolved }: Resource): string {
  const named = resolved === gone.resolved ? "" : `, and to give it its old name, ${gone.resolved}`;
  const remedy =
    type === gone.type
      ? `Or tell users to move it: stack.addOverride("moved", [{ from: "${gone.address}", to: "${address}" }])${named}.`
      : "It cannot be moved: its type is another.";
  return [
    `ANOTHER ADDRESS: ${gone.address}`,
    `  at ${gone.path} is now ${address}`,
    `  at ${path === gone.path ? "the same path" : path}.`,
    `  ${destroys(gone)}, and creates another.`,
    `  Remedy: keep the id. ${remedy}`,
  ].join("\n");
}

function rename(resource: Resource, { resolved }: Resource): string {
  return [
    `ANOTHER NAME: ${resource.address}`,
    `  at ${resource.path} was named ${resource.resolved}`,
    `  and is now named ${resolved}.`,
    `  ${destroys(resource)}, and creates another.`,
    "  Remedy: keep the name. Or tell users to give it its old name.",
  ].join("\n");
}

/** The differences, and what to do about them. */
export function report(found: readonly string[]): string {
  if (found.length === 0) return "";
  return [
    "For users who upgrade, the next `terraform apply` changes this, shown for the examples and the stack of all parts:",
    ...found,
    [
      "If it is wanted, run `npm run addresses -- --accept`, and commit __tests__/addresses.txt.",
      "All but additions is breaking: write an entry in CHANGELOG.md that begins with `Breaking:` and says after `To migrate:` what",
      "users do. See CONTRIBUTING.md, Versions.",
    ].join("\n"),
  ].join("\n\n");
}
