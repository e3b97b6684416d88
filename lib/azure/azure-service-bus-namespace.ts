import type { DataAzurermServicebusNamespace } from "@cdktf/provider-azurerm/lib/data-azurerm-servicebus-namespace";
import { ServicebusNamespace } from "@cdktf/provider-azurerm/lib/servicebus-namespace";
import type { Construct } from "constructs";
import type { BindContext } from "../bind-context";
import {
  readGivenNamespace,
  readNamespaceAttributes,
  readNamespaceOptions,
  readNamespaceResource,
} from "../private/rules/azure-service-bus-namespace";
import { checkNameAtSynth } from "../private/stack/unique-names";
import { brand } from "../private/validation/brand";
import { Inspector } from "../private/validation/inspector";

/**
 * Attributes of a Service Bus namespace.
 */
export interface ServiceBusNamespaceAttributes {
  /** Resource ID of the namespace. */
  readonly id: string;

  /** Name of the namespace. */
  readonly name: string;

  /**
   * Tier: `Basic`, `Standard` or `Premium`. What its queues can do follows from it.
   * @default - not known when the stack is synthesized
   */
  readonly sku?: string;
}

/**
 * How a Service Bus namespace is made.
 */
export interface ServiceBusNamespaceOptions {
  /**
   * Name of the namespace, unique in all of Azure.
   * @default - generated from the construct's path
   */
  readonly name?: string;

  /**
   * Tier: `Basic`, `Standard` or `Premium`.
   * @see https://learn.microsoft.com/azure/service-bus-messaging/service-bus-premium-messaging
   * @default Standard
   */
  readonly sku?: string;

  /**
   * Messaging units of a Premium namespace: 1, 2, 4, 8 or 16.
   * @default - 1 on Premium
   */
  readonly capacity?: number;
}

/**
 * A Service Bus namespace: made by the library, or given by the user.
 */
export class AzureServiceBusNamespace {
  /**
   * A namespace of the app's own: TLS 1.2, and no shared keys unless the app uses them.
   * @param options how it is made
   */
  public static create(options: ServiceBusNamespaceOptions = {}): AzureServiceBusNamespace {
    return new AzureServiceBusNamespace((inspector, scope, context) => {
      const { name, sku, premium } = readNamespaceOptions(inspector, options);
      const namespace = new ServicebusNamespace(scope, "Namespace", {
        name: name ?? context.uniqueName("bus", 50),
        resourceGroupName: context.resourceGroupName,
        location: context.location,
        sku,
        ...premium,
        minimumTlsVersion: "1.2",
        localAuthEnabled: context.identity === undefined,
        tags: context.tags,
      });
      checkNameAtSynth(namespace, "serviceBusNamespace.name", name);
      return { id: namespace.id, name: namespace.name, sku };
    });
  }

  /**
   * A namespace that this or another stack of the app makes.
   * @param serviceBusNamespace the provider's resource
   */
  public static fromResource(serviceBusNamespace: ServicebusNamespace): AzureServiceBusNamespace {
    return new AzureServiceBusNamespace((inspector, _scope, context) => {
      return readNamespaceResource(inspector, serviceBusNamespace, context.identity === undefined);
    });
  }

  /**
   * A namespace that Terraform reads.
   * @param serviceBusNamespace the provider's data source
   */
  public static fromDataSource(serviceBusNamespace: DataAzurermServicebusNamespace): AzureServiceBusNamespace {
    return new AzureServiceBusNamespace((inspector) => readGivenNamespace(inspector, serviceBusNamespace));
  }

  /**
   * A namespace that Terraform need not read.
   * @param attributes of the namespace
   */
  public static fromAttributes(attributes: ServiceBusNamespaceAttributes): AzureServiceBusNamespace {
    return new AzureServiceBusNamespace((inspector) => readNamespaceAttributes(inspector, attributes));
  }

  private constructor(
    private readonly resolve: (
      inspector: Inspector,
      scope: Construct,
      context: BindContext,
    ) => ServiceBusNamespaceAttributes,
  ) {
    brand(this, "AzureServiceBusNamespace");
  }

  /**
   * Makes the namespace, or names the given one.
   *
   * @param scope the construct that owns what is made
   * @param context what is known of the app
   */
  public bind(scope: Construct, context: BindContext): ServiceBusNamespaceAttributes {
    return this.resolve(new Inspector(scope), scope, context);
  }
}
