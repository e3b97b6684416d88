import { type TerraformResource, Tokenization } from "cdktf";
import type { Construct } from "constructs";
import {
  AzureStorageAccount,
  type StorageAccountAttributes,
  type StorageService,
} from "../azure/azure-storage-account";
import type { BindContext } from "../bind-context";
import type { MlFunctionApp } from "../ml-function-app";
import { present, TRIGGER_CONNECTION, triggerSettings } from "../private/image/runtime-contract";
import { checkFlowAtSynth, type EntityName, foldedName, type QueuesToUse } from "../private/rules/common/queues";
import { makeOnce } from "../private/stack/shared";
import { checkNameAtSynth } from "../private/stack/unique-names";

/** What a trigger's `bind` returned as attributes, of the type that its file declares. */
export function attributesOf<T extends { readonly [name: string]: string | undefined }>(app: MlFunctionApp): T {
  return app.triggerAttributes as T;
}

/** A resource that holds containers or queues. */
export interface Holder {
  readonly id: string;
  /** Whether the user gave it, so that other apps may use what lies on it. */
  readonly shared: boolean;
  /** The attribute by which what lies on it names it, for example `namespaceIdInput`. */
  readonly within: string;
}

/** A container or a queue on a holder. */
export interface Held {
  /** Begins the id of a shared one, for example `Queue`. */
  readonly kind: string;
  /** Id in the trigger's scope. */
  readonly id: string;
  /** The prop that names it. */
  readonly prop: string;
  readonly name: string;
  /** The name, where it is no stand-in for a refused one. */
  readonly given: string | undefined;
  /** What to do where another resource has the name. */
  readonly remedy: string;
}

/** Makes a container or a queue, once however many apps use it, and before the app. */
export function makeHeld<T extends TerraformResource>(
  scope: Construct,
  context: BindContext,
  holder: Holder,
  held: Held,
  make: (owner: Construct, id: string) => T,
): T {
  const { kind, id, prop, name, given, remedy } = held;
  const key = [kind, holder.id, foldedName(name)] as const;
  const made = makeOnce(scope, { key, id, shared: holder.shared }, (owner, ownId) => {
    const resource = make(owner, ownId);
    checkNameAtSynth(resource, prop, given, { within: holder.within, remedy });
    return resource;
  });
  context.waitFor(made);
  return made;
}

/** The queues of a trigger, and what its app is told of them. */
export interface UsedQueues<T> {
  /** Undefined where the library does not make it. */
  readonly input: T | undefined;
  readonly output: T | undefined;
  readonly appSettings: { readonly [name: string]: string };
  readonly attributes: { readonly [name: string]: string };
}

/** Makes the queues of a trigger, unless they are there, and checks that no app writes to what it reads. */
export function useQueues<T extends TerraformResource>(
  scope: Construct,
  context: BindContext,
  holder: Holder,
  queues: QueuesToUse,
  make: (owner: Construct, id: string, name: string) => T,
): UsedQueues<T> {
  const { input, output, poison, create, agreed = {} } = queues;
  const made = { entity: input, path: foldedName(input.name), agreed, madeBy: "createQueues" };
  checkFlowAtSynth(scope, holder.id, { input, output, made: create ? [made] : [] });
  const remedy = "Switch off createQueues, as the queue is made already.";
  const queue = (id: string, named: EntityName | undefined) => {
    if (!create || named === undefined) return undefined;
    return makeHeld(scope, context, holder, { id, ...named, remedy }, (owner, ownId) => {
      return make(owner, ownId, named.name);
    });
  };
  const used = { input: queue("InputQueue", input), output: queue("OutputQueue", output) };
  queue("PoisonQueue", poison);
  return {
    ...used,
    appSettings: triggerSettings({ INPUT_QUEUE_NAME: input.name, OUTPUT_QUEUE_NAME: output?.name }),
    attributes: present({
      inputQueueName: input.name,
      outputQueueName: output?.name,
      poisonQueueName: poison?.name,
    }),
  };
}

/** Settings of an extension of the Functions host, which override host.json. */
export function hostSettings(
  extension: string,
  settings: { readonly [name: string]: number | string },
): { [name: string]: string } {
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => {
      const text = typeof value === "number" ? Tokenization.stringifyNumber(value) : value;
      return [`AzureFunctionsJobHost__extensions__${extension}__${name}`, text];
    }),
  );
}

/** The setting by which the runtime reaches the blobs of an account as the app's identity. */
export function blobService(context: BindContext, account: StorageAccountAttributes): { [name: string]: string } {
  return context.identity === undefined
    ? {}
    : { [`${TRIGGER_CONNECTION}__blobServiceUri`]: account.primaryBlobEndpoint! };
}

/** The storage account of a trigger. */
export interface TriggerStorage extends StorageAccountAttributes, Holder {}

/** @param given undefined where the app gets an account of its own */
export function bindStorage(scope: Construct, context: BindContext, given?: AzureStorageAccount): TriggerStorage {
  const account = (given ?? AzureStorageAccount.create()).bind(scope, "Storage", context, "data");
  return { ...account, shared: given !== undefined, within: "storageAccountIdInput" };
}

/** The app settings by which bindings reach services of a storage account, with the roles for these alone. */
export function storageConnection(
  scope: Construct,
  context: BindContext,
  account: StorageAccountAttributes,
  ...services: StorageService[]
): { [name: string]: string } {
  return AzureStorageAccount.connectionSettings(scope, context, { name: TRIGGER_CONNECTION, account, services });
}
