import { Fn, Op, Token } from "cdktf";
import type { DataAzurermServicebusNamespace } from "@cdktf/provider-azurerm/lib/data-azurerm-servicebus-namespace";
import { ServicebusNamespace } from "@cdktf/provider-azurerm/lib/servicebus-namespace";
import type { Construct } from "constructs";
import type { BindContext } from "../bind-context";
import { brand } from "../private/brand";
import { NAME_RULES } from "../private/names";
import { SERVICE_BUS_NAMESPACE, TIERS_PAGE } from "../private/resource-rules";
import { needUniqueName } from "../private/unique-names";
import { Inspector, isToken } from "../private/validation";

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
      const { name: givenName, sku: tier = "Standard", capacity } = inspector.struct(PROP, options);
      const name = inspector.optionalText(`${PROP}.name`, givenName, NAME_RULES.serviceBusNamespace);
      const sku = checkTier(inspector, tier);
      const premium = sku === "Premium";
      const mayBePremium = premium || isToken(sku);
      if (capacity !== undefined && !(mayBePremium && (isToken(capacity) || UNITS.includes(capacity)))) {
        inspector.reject({
          code: "service-bus-capacity",
          prop: `${PROP}.capacity`,
          value: capacity,
          message: `one of ${UNITS.join(", ")} messaging units, on Premium only`,
          remedy: 'Leave it out, or set sku to "Premium" and take one of these.',
          link: TIERS_PAGE,
        });
      }
      const namespace = new ServicebusNamespace(scope, "Namespace", {
        name: name ?? context.uniqueName("bus", 50),
        resourceGroupName: context.resourceGroupName,
        location: context.location,
        sku,
        ...(premium ? { capacity: capacity ?? 1, premiumMessagingPartitions: 1 } : {}),
        // 0 is what the provider takes for nothing
        ...(!premium && mayBePremium
          ? { capacity: ifPremium(sku, capacity ?? 1), premiumMessagingPartitions: ifPremium(sku, 1) }
          : {}),
        minimumTlsVersion: "1.2",
        localAuthEnabled: context.identity === undefined,
        tags: context.tags,
      });
      needUniqueName(namespace, `${PROP}.name`, givenName);
      return { id: namespace.id, name: namespace.name, sku };
    });
  }

  /**
   * A namespace that this or another stack of the app makes.
   * @param serviceBusNamespace the provider's resource
   */
  public static fromResource(serviceBusNamespace: ServicebusNamespace): AzureServiceBusNamespace {
    return new AzureServiceBusNamespace((inspector, _scope, context) => {
      const attributes = given(inspector, serviceBusNamespace);
      const { localAuthEnabledInput, skuInput } = serviceBusNamespace ?? {};
      if (context.identity === undefined && localAuthEnabledInput === false) {
        inspector.rejectKeysOff(`${PROP}.localAuthEnabled`, false, true);
      }
      return { ...attributes, sku: skuInput };
    });
  }

  /**
   * A namespace that Terraform reads.
   * @param serviceBusNamespace the provider's data source
   */
  public static fromDataSource(serviceBusNamespace: DataAzurermServicebusNamespace): AzureServiceBusNamespace {
    return new AzureServiceBusNamespace((inspector) => given(inspector, serviceBusNamespace));
  }

  /**
   * A namespace that Terraform need not read.
   * @param attributes of the namespace
   */
  public static fromAttributes(attributes: ServiceBusNamespaceAttributes): AzureServiceBusNamespace {
    return new AzureServiceBusNamespace((inspector) => {
      const { id, name } = inspector.resource<ServiceBusNamespaceAttributes>(PROP, attributes, SERVICE_BUS_NAMESPACE);
      const sku: unknown = attributes?.sku;
      return { id, name, sku: sku === undefined ? sku : checkTier(inspector, sku) };
    });
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

const PROP = "serviceBusNamespace";
const TIERS = ["Basic", "Standard", "Premium"];
const UNITS = [1, 2, 4, 8, 16];

function ifPremium(sku: string, count: number): number {
  return Token.asNumber(Fn.conditional(Op.eq(sku, "Premium"), count, 0));
}

function checkTier(inspector: Inspector, tier: unknown): string {
  return inspector.oneOf(`${PROP}.sku`, tier, TIERS, "service-bus-tier", TIERS_PAGE);
}

function given(
  inspector: Inspector,
  serviceBusNamespace: ServiceBusNamespaceAttributes,
): ServiceBusNamespaceAttributes {
  const { id, name } = inspector.resource(PROP, serviceBusNamespace, SERVICE_BUS_NAMESPACE);
  return { id, name };
}
