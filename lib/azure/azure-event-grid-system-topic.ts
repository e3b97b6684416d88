import type { DataAzurermEventgridSystemTopic } from "@cdktf/provider-azurerm/lib/data-azurerm-eventgrid-system-topic";
import { EventgridSystemTopic } from "@cdktf/provider-azurerm/lib/eventgrid-system-topic";
import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import type { BindContext } from "../bind-context";
import {
  checkOnlyTopicAtSynth,
  judgeSharedTopic,
  readGivenSystemTopic,
  readSystemTopicName,
  readSystemTopicResource,
} from "../private/rules/azure-event-grid-system-topic";
import { makeOnce } from "../private/stack/shared";
import { checkNameAtSynth, IN_RESOURCE_GROUP } from "../private/stack/unique-names";
import { brand } from "../private/validation/brand";
import { Inspector } from "../private/validation/inspector";
import type { StorageAccountAttributes } from "./azure-storage-account";

/**
 * Attributes of an Event Grid system topic.
 */
export interface EventGridSystemTopicAttributes {
  /** Name of the topic. */
  readonly name: string;

  /** Name of the resource group that the topic lies in. */
  readonly resourceGroupName: string;

  /**
   * Object ID of the topic's system-assigned identity, as which events are delivered; not needed by `Access.sharedKeys`.
   * @default - the topic has none
   */
  readonly principalId?: string;
}

/**
 * How an Event Grid system topic is made.
 */
export interface EventGridSystemTopicOptions {
  /**
   * Name of the topic: 3 to 50 letters, digits and hyphens.
   * @default - the account's name and `-events`
   */
  readonly name?: string;
}

/**
 * The Event Grid system topic of a storage account, of which an account has one: made by the library, or given by the user.
 * @see https://learn.microsoft.com/azure/event-grid/system-topics
 */
export class AzureEventGridSystemTopic {
  /**
   * A topic with a system-assigned identity. Apps of a stack that watch one account share it.
   * @param options how it is made
   */
  public static create(options: EventGridSystemTopicOptions = {}): AzureEventGridSystemTopic {
    return new AzureEventGridSystemTopic(({ inspector, scope, context, account, shared }) => {
      const given = readSystemTopicName(inspector, options);
      const name = given ?? `${account.name}-events`;
      const key = ["SystemTopic", account.id] as const;
      const topic = makeOnce(scope, { key, id: "SystemTopic", shared }, (owner, id) => {
        const made = new EventgridSystemTopic(owner, id, {
          name,
          resourceGroupName: context.resourceGroupName,
          // Azure wants it beside its account
          location: account.location ?? context.location,
          topicType: "Microsoft.Storage.StorageAccounts",
          sourceResourceId: account.id,
          identity: { type: "SystemAssigned" },
          tags: context.tags,
        });
        checkNameAtSynth(made, "source.systemTopic.name", given, IN_RESOURCE_GROUP);
        checkOnlyTopicAtSynth(made);
        return made;
      });
      judgeSharedTopic(inspector, topic, name);
      return {
        name: topic.name,
        resourceGroupName: topic.resourceGroupName,
        principalId: topic.identity.principalId,
      };
    });
  }

  /**
   * A topic that this or another stack of the app makes, of the account that holds the blobs.
   * @param topic the provider's resource
   */
  public static fromResource(topic: EventgridSystemTopic): AzureEventGridSystemTopic {
    return new AzureEventGridSystemTopic(({ inspector, scope, account }) => {
      return readSystemTopicResource(inspector, topic, TerraformStack.of(scope), account.id);
    });
  }

  /**
   * A topic that Terraform reads. It needs a system-assigned identity, unless the app uses shared keys.
   * @param topic the provider's data source
   */
  public static fromDataSource(topic: DataAzurermEventgridSystemTopic): AzureEventGridSystemTopic {
    return new AzureEventGridSystemTopic(({ inspector }) => {
      return { ...readGivenSystemTopic(inspector, topic), principalId: topic?.identity?.get(0).principalId };
    });
  }

  /**
   * A topic that Terraform need not read.
   * @param attributes of the topic
   */
  public static fromAttributes(attributes: EventGridSystemTopicAttributes): AzureEventGridSystemTopic {
    return new AzureEventGridSystemTopic(({ inspector }) => readGivenSystemTopic(inspector, attributes));
  }

  private constructor(private readonly resolve: (request: SystemTopicRequest) => EventGridSystemTopicAttributes) {
    brand(this, "AzureEventGridSystemTopic");
  }

  /**
   * Makes the topic, or names the given one.
   *
   * @param scope the construct that owns what is made
   * @param context what is known of the app
   * @param source the account whose events it has
   */
  public bind(scope: Construct, context: BindContext, source: EventGridSource): EventGridSystemTopicAttributes {
    const { account, shared = false } = source;
    return this.resolve({ inspector: new Inspector(scope), scope, context, account, shared });
  }
}

/**
 * What an Event Grid system topic tells of.
 */
export interface EventGridSource {
  /** The storage account. */
  readonly account: StorageAccountAttributes;

  /**
   * Whether other apps of the stack may watch the account as well, as the user gave it.
   * @default false
   */
  readonly shared?: boolean;
}

/** Who asks for a topic, and for which account. */
interface SystemTopicRequest {
  readonly inspector: Inspector;
  readonly scope: Construct;
  readonly context: BindContext;
  readonly account: StorageAccountAttributes;
  readonly shared: boolean;
}
