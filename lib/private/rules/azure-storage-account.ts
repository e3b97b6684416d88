import type { StorageAccount } from "@cdktf/provider-azurerm/lib/storage-account";
import type { StorageAccountAttributes, StorageAccountOptions } from "../../azure/azure-storage-account";
import { checkStorageAccessAtSynth } from "../stack/providers";
import type { Inspector } from "../validation/inspector";
import { isToken } from "../validation/tokens";
import { NAME_RULES, readName } from "./common/names";
import { refuseKeysOff } from "./common/parts";
import { STORAGE_ACCOUNT } from "./common/resources";

interface StorageAccountToMake {
  /** The name that was given; undefined where one is generated. */
  readonly name: string | undefined;
  readonly replicationType: string;
}

export function readStorageAccountOptions(
  inspector: Inspector,
  prop: string,
  given: StorageAccountOptions,
): StorageAccountToMake {
  const { name, replicationType = "LRS" } = inspector.struct(prop, given, { name: true, replicationType: true });
  return {
    name: readName(inspector, `${prop}.name`, name, NAME_RULES.storageAccount),
    replicationType: inspector.oneOf(
      `${prop}.replicationType`,
      replicationType,
      ["LRS", "ZRS", "GRS", "RAGRS", "GZRS", "RAGZRS"],
      "storage-replication",
      "https://learn.microsoft.com/azure/storage/common/storage-redundancy",
    ),
  };
}

/** An account that the library does not make. */
export function readGivenStorageAccount(
  inspector: Inspector,
  prop: string,
  given: StorageAccountAttributes,
): StorageAccountAttributes {
  return inspector.resource(prop, given, STORAGE_ACCOUNT);
}

/** An account that is a resource of the app: its kind and keys are known at synth. */
export function readStorageAccountResource(
  inspector: Inspector,
  prop: string,
  given: StorageAccount,
): StorageAccountAttributes {
  const account = inspector.resource(prop, given, STORAGE_ACCOUNT);
  if (account !== given) return account;
  refuseOtherKinds(inspector, prop, given);
  if (given.sharedAccessKeyEnabledInput === false) checkStorageAccessAtSynth(given);
  return account;
}

/** What an app needs to know of an account. */
export function readStorageAccess(
  inspector: Inspector,
  prop: string,
  account: StorageAccountAttributes,
  sharedKeys: boolean,
): StorageAccountAttributes {
  const service = (type: string) => `https://${account.name}.${type}.core.windows.net/`;
  const identified = {
    id: account.id,
    name: account.name,
    primaryBlobEndpoint: account.primaryBlobEndpoint ?? service("blob"),
    primaryQueueEndpoint: account.primaryQueueEndpoint ?? service("queue"),
    location: account.location,
  };
  if (!sharedKeys) return identified;
  const { sharedAccessKeyEnabledInput } = account as Partial<StorageAccount>;
  if (sharedAccessKeyEnabledInput === false) {
    refuseKeysOff(inspector, `${prop}.sharedAccessKeyEnabled`, false, true);
  }
  // keys are read only where they are used, so that they stay out of every other stack
  const key = account.primaryAccessKey;
  if (key === undefined) {
    inspector.refuse({
      code: "storage-key-missing",
      prop: `${prop}.primaryAccessKey`,
      value: undefined,
      message: "an access key, as the app uses shared keys",
      remedy: "Give primaryAccessKey, or use Access.managedIdentity().",
    });
  }
  return {
    ...identified,
    primaryAccessKey: key,
    primaryConnectionString: account.primaryConnectionString ?? connectionString(account.name, key),
  };
}

/** Accounts of other kinds have no queues and tables, or no blobs. */
function refuseOtherKinds(inspector: Inspector, prop: string, account: StorageAccount): void {
  const { accountKindInput: kind = "StorageV2", accountTierInput: tier } = account;
  const fits = (value: string | undefined, allowed: readonly string[]) => isToken(value) || allowed.includes(value!);
  if (fits(kind, ["StorageV2", "Storage"]) && fits(tier, ["Standard"])) return;
  inspector.refuse({
    code: "storage-account-kind",
    prop,
    value: `${kind}, ${tier}`,
    message:
      "a general-purpose account: accountKind StorageV2 and accountTier Standard, which has blobs, queues and tables",
    remedy: "Give such an account, or leave it out.",
    link: "https://learn.microsoft.com/azure/azure-functions/storage-considerations#storage-account-requirements",
  });
}

function connectionString(name: string, key: string | undefined): string {
  return `DefaultEndpointsProtocol=https;AccountName=${name};AccountKey=${key};EndpointSuffix=core.windows.net`;
}
