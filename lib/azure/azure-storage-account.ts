import type { DataAzurermStorageAccount } from "@cdktf/provider-azurerm/lib/data-azurerm-storage-account";
import { StorageAccount } from "@cdktf/provider-azurerm/lib/storage-account";
import type { Construct } from "constructs";
import type { BindContext } from "../bind-context";
import {
  readGivenStorageAccount,
  readStorageAccess,
  readStorageAccountOptions,
  readStorageAccountResource,
} from "../private/rules/azure-storage-account";
import { checkStorageAccessAtSynth } from "../private/stack/providers";
import { checkNameAtSynth } from "../private/stack/unique-names";
import { brand } from "../private/validation/brand";
import { Inspector } from "../private/validation/inspector";

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
   * Region of the account. The system topic of `BlobSource.eventGrid` lies there.
   * @default - the app's
   */
  readonly location?: string;

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
 * A service of a storage account.
 */
export enum StorageService {
  /** Blobs, for bindings that read and write them. */
  BLOB = "blob",

  /** Queues, for bindings that read and write them, and for the blob trigger, which keeps its work there. */
  QUEUE = "queue",
}

/**
 * A connection of a binding to a storage account.
 */
export interface StorageConnection {
  /** Name of the connection in the binding. */
  readonly name: string;

  /** The account: what `AzureStorageAccount.bind` returned. */
  readonly account: StorageAccountAttributes;

  /** The services that the binding reaches: the app's identity gets roles for these alone. */
  readonly services: StorageService[];
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
    return new AzureStorageAccount(({ inspector, prop, scope, id, context, purpose }) => {
      const { name, replicationType } = readStorageAccountOptions(inspector, prop, options);
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
      checkNameAtSynth(account, `${prop}.name`, name);
      if (!sharedKeys) checkStorageAccessAtSynth(account);
      return account;
    });
  }

  /**
   * An account that this or another stack of the app makes.
   * @param account the provider's resource
   */
  public static fromResource(account: StorageAccount): AzureStorageAccount {
    return new AzureStorageAccount(({ inspector, prop }) => readStorageAccountResource(inspector, prop, account));
  }

  /**
   * An account that Terraform reads.
   * @param account the provider's data source
   */
  public static fromDataSource(account: DataAzurermStorageAccount): AzureStorageAccount {
    return new AzureStorageAccount(({ inspector, prop }) => readGivenStorageAccount(inspector, prop, account));
  }

  /**
   * An account that Terraform need not read.
   * @param attributes of the account
   */
  public static fromAttributes(attributes: StorageAccountAttributes): AzureStorageAccount {
    return new AzureStorageAccount(({ inspector, prop }) => readGivenStorageAccount(inspector, prop, attributes));
  }

  /**
   * The app settings through which a binding reaches services of an account, with the roles it needs: as the app's
   * identity, or by connection string. The two forms are never mixed: a setting with the exact name wins, and is read as a
   * connection string.
   *
   * @see https://learn.microsoft.com/azure/azure-functions/functions-bindings-storage-blob-trigger#identity-based-connections
   * @param scope the construct that owns the role assignments
   * @param context what is known of the app
   * @param connection account, services, and name of the connection
   */
  public static connectionSettings(
    scope: Construct,
    context: BindContext,
    connection: StorageConnection,
  ): { [name: string]: string } {
    const { name, account, services } = connection;
    if (context.identity === undefined) return { [name]: account.primaryConnectionString! };
    const settings: { [name: string]: string } = {};
    if (services.includes(StorageService.BLOB)) {
      context.grantRole(scope, "BlobDataOwner", account.id, "Storage Blob Data Owner");
      settings[`${name}__blobServiceUri`] = account.primaryBlobEndpoint!;
    }
    if (services.includes(StorageService.QUEUE)) {
      context.grantRole(scope, "QueueDataContributor", account.id, "Storage Queue Data Contributor");
      settings[`${name}__queueServiceUri`] = account.primaryQueueEndpoint!;
    }
    return {
      ...settings,
      [`${name}__credential`]: "managedidentity",
      [`${name}__clientId`]: context.identity.clientId,
    };
  }

  private constructor(private readonly resolve: (request: StorageRequest) => StorageAccountAttributes) {
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
    const account = this.resolve({ inspector, prop, scope, id, context, purpose });
    return readStorageAccess(inspector, prop, account, context.identity === undefined);
  }
}

/** Who asks for an account, and for what. */
interface StorageRequest {
  readonly inspector: Inspector;
  readonly prop: string;
  readonly scope: Construct;
  readonly id: string;
  readonly context: BindContext;
  readonly purpose: string;
}
