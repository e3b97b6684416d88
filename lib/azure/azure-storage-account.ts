import type { DataAzurermStorageAccount } from "@cdktf/provider-azurerm/lib/data-azurerm-storage-account";
import { StorageAccount } from "@cdktf/provider-azurerm/lib/storage-account";
import type { Construct } from "constructs";
import type { BindContext } from "../bind-context";
import { brand } from "../private/brand";
import { NAME_RULES } from "../private/names";
import { needAzureAdForStorage } from "../private/provider-checks";
import { STORAGE_ACCOUNT } from "../private/resource-rules";
import { needUniqueName } from "../private/unique-names";
import { Inspector, isToken } from "../private/validation";

/**
 * Attributes of a storage account.
 */
export interface StorageAccountAttributes {
  /** Resource ID of the account. */
  readonly id: string;

  /** Name of the account. */
  readonly name: string;

  /**
   * URL of the account's blob service.
   * @default - that of an account in the public cloud
   */
  readonly primaryBlobEndpoint?: string;

  /**
   * URL of the account's queue service.
   * @default - that of an account in the public cloud
   */
  readonly primaryQueueEndpoint?: string;

  /**
   * An access key of the account, needed by `Access.sharedKeys` only.
   * @default - none
   */
  readonly primaryAccessKey?: string;

  /**
   * A connection string of the account, needed by `Access.sharedKeys` only.
   * @default - made from name and access key, in the public cloud
   */
  readonly primaryConnectionString?: string;
}

/**
 * How a storage account is made.
 */
export interface StorageAccountOptions {
  /**
   * Name of the account, unique in all of Azure.
   * @default - generated from the construct's path
   */
  readonly name?: string;

  /**
   * Replication: `LRS`, `ZRS`, `GRS`, `RAGRS`, `GZRS` or `RAGZRS`.
   * @see https://learn.microsoft.com/azure/storage/common/storage-redundancy
   * @default LRS
   */
  readonly replicationType?: string;
}

/**
 * A general-purpose v2 storage account: made by the library, or given by the user.
 */
export class AzureStorageAccount {
  /**
   * An account of the app's own: TLS 1.2, HTTPS only, no public blobs, and no shared keys unless the app uses them.
   * @param options how it is made
   */
  public static create(options: StorageAccountOptions = {}): AzureStorageAccount {
    return new AzureStorageAccount((inspector, prop, scope, id, context, purpose) => {
      const { name: givenName, replicationType: givenType = "LRS" } = inspector.struct(prop, options);
      const name = inspector.optionalText(`${prop}.name`, givenName, NAME_RULES.storageAccount);
      const replicationType = inspector.oneOf(
        `${prop}.replicationType`,
        givenType,
        ["LRS", "ZRS", "GRS", "RAGRS", "GZRS", "RAGZRS"],
        "storage-replication",
        "https://learn.microsoft.com/azure/storage/common/storage-redundancy",
      );
      const sharedKeys = context.identity === undefined;
      const account = new StorageAccount(scope, id, {
        name: name ?? context.uniqueAlphanumericName(purpose, 24),
        resourceGroupName: context.resourceGroupName,
        location: context.location,
        accountKind: "StorageV2",
        accountTier: "Standard",
        accountReplicationType: replicationType,
        minTlsVersion: "TLS1_2",
        httpsTrafficOnlyEnabled: true,
        allowNestedItemsToBePublic: false,
        crossTenantReplicationEnabled: false,
        localUserEnabled: false,
        sharedAccessKeyEnabled: sharedKeys,
        defaultToOauthAuthentication: !sharedKeys,
        tags: context.tags,
      });
      needUniqueName(account, `${prop}.name`, givenName);
      if (!sharedKeys) needAzureAdForStorage(account);
      return account;
    });
  }

  /**
   * An account that this or another stack of the app makes.
   * @param account the provider's resource
   */
  public static fromResource(account: StorageAccount): AzureStorageAccount {
    return new AzureStorageAccount((inspector, prop) => {
      const given = inspector.resource(prop, account, STORAGE_ACCOUNT);
      if (given !== account) return given;
      checkKind(inspector, prop, account);
      if (account.sharedAccessKeyEnabledInput === false) needAzureAdForStorage(account);
      return given;
    });
  }

  /**
   * An account that Terraform reads.
   * @param account the provider's data source
   */
  public static fromDataSource(account: DataAzurermStorageAccount): AzureStorageAccount {
    return new AzureStorageAccount((inspector, prop) => inspector.resource(prop, account, STORAGE_ACCOUNT));
  }

  /**
   * An account that Terraform need not read.
   * @param attributes of the account
   */
  public static fromAttributes(attributes: StorageAccountAttributes): AzureStorageAccount {
    return new AzureStorageAccount((inspector, prop) => inspector.resource(prop, attributes, STORAGE_ACCOUNT));
  }

  /**
   * The app settings through which a binding reaches blobs and queues of an account, with the roles it needs: as the
   * app's identity, or by connection string. The two forms are never mixed: a setting with the exact name wins, and is
   * read as a connection string.
   *
   * @see https://learn.microsoft.com/azure/azure-functions/functions-bindings-storage-blob-trigger#identity-based-connections
   * @param scope the construct that owns the role assignments
   * @param context what is known of the app
   * @param connection name of the connection in the binding
   * @param account what `bind` returned
   */
  public static connectionSettings(
    scope: Construct,
    context: BindContext,
    connection: string,
    account: StorageAccountAttributes,
  ): { [name: string]: string } {
    if (context.identity === undefined) return { [connection]: account.primaryConnectionString! };
    context.grantRole(scope, "BlobDataOwner", account.id, "Storage Blob Data Owner");
    context.grantRole(scope, "QueueDataContributor", account.id, "Storage Queue Data Contributor");
    return {
      [`${connection}__blobServiceUri`]: account.primaryBlobEndpoint!,
      [`${connection}__queueServiceUri`]: account.primaryQueueEndpoint!,
      [`${connection}__credential`]: "managedidentity",
      [`${connection}__clientId`]: context.identity.clientId,
    };
  }

  private constructor(
    private readonly resolve: (
      inspector: Inspector,
      prop: string,
      scope: Construct,
      id: string,
      context: BindContext,
      purpose: string,
    ) => StorageAccountAttributes,
  ) {
    brand(this, "AzureStorageAccount");
  }

  /**
   * Makes the account, or names the given one.
   *
   * @param scope the construct that owns what is made
   * @param id of the account in its scope
   * @param context what is known of the app
   * @param purpose what the account is for, a word that goes into a generated name, for example `host`
   */
  public bind(scope: Construct, id: string, context: BindContext, purpose: string): StorageAccountAttributes {
    const inspector = new Inspector(scope);
    const prop = purpose === "data" ? "storage" : `${purpose}Storage`;
    const account = this.resolve(inspector, prop, scope, id, context, purpose);
    const service = (type: string) => `https://${account.name}.${type}.core.windows.net/`;
    const identified = {
      id: account.id,
      name: account.name,
      primaryBlobEndpoint: account.primaryBlobEndpoint ?? service("blob"),
      primaryQueueEndpoint: account.primaryQueueEndpoint ?? service("queue"),
    };
    if (context.identity !== undefined) return identified;
    const { sharedAccessKeyEnabledInput } = account as Partial<StorageAccount>;
    if (sharedAccessKeyEnabledInput === false) {
      inspector.rejectKeysOff(`${prop}.sharedAccessKeyEnabled`, false, true);
    }
    // keys are read only where they are used, so that they stay out of every other stack
    const key = account.primaryAccessKey;
    if (key === undefined) {
      inspector.reject({
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
}

/** Accounts of other kinds have no queues and tables, or no blobs. */
function checkKind(inspector: Inspector, prop: string, account: StorageAccount): void {
  const { accountKindInput: kind = "StorageV2", accountTierInput: tier } = account;
  const fits = (value: string | undefined, allowed: readonly string[]) => isToken(value) || allowed.includes(value!);
  if (fits(kind, ["StorageV2", "Storage"]) && fits(tier, ["Standard"])) return;
  inspector.reject({
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
