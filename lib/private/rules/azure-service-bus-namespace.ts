import type { ServicebusNamespace } from "@cdktf/provider-azurerm/lib/servicebus-namespace";
import { Fn, Op, Token } from "cdktf";
import type {
  ServiceBusNamespaceAttributes,
  ServiceBusNamespaceOptions,
} from "../../azure/azure-service-bus-namespace";
import type { Inspector } from "../validation/inspector";
import { asNumber, asText, isToken } from "../validation/tokens";
import { NAME_RULES, readName } from "./common/names";
import { refuseKeysOff } from "./common/parts";
import { SERVICE_BUS_NAMESPACE, TIERS_PAGE } from "./common/resources";

const PROP = "serviceBusNamespace";
const TIERS = ["Basic", "Standard", "Premium"];
const UNITS = [1, 2, 4, 8, 16];

interface NamespaceToMake {
  /** The name that was given; undefined where one is generated. */
  readonly name: string | undefined;
  readonly sku: string;
  /** Of a Premium namespace; empty elsewhere. */
  readonly premium: { readonly capacity?: number; readonly premiumMessagingPartitions?: number };
}

export function readNamespaceOptions(inspector: Inspector, given: ServiceBusNamespaceOptions): NamespaceToMake {
  const {
    name,
    sku: tier = "Standard",
    capacity,
  } = inspector.struct(PROP, given, {
    name: true,
    sku: true,
    capacity: true,
  });
  const read = { name: readName(inspector, `${PROP}.name`, name, NAME_RULES.serviceBusNamespace) };
  const sku = readTier(inspector, tier);
  const mayBePremium = sku === "Premium" || isToken(sku);
  if (capacity !== undefined && !(mayBePremium && (isToken(capacity) || UNITS.includes(capacity)))) {
    inspector.refuse({
      code: "service-bus-capacity",
      prop: `${PROP}.capacity`,
      value: capacity,
      message: `one of ${UNITS.join(", ")} messaging units, on Premium only`,
      remedy: 'Leave it out, or set sku to "Premium" and take one of these.',
      link: TIERS_PAGE,
    });
  }
  const units = isToken(capacity) ? asNumber(capacity) : (capacity ?? 1);
  if (sku === "Premium") return { ...read, sku, premium: { capacity: units, premiumMessagingPartitions: 1 } };
  if (!mayBePremium) return { ...read, sku, premium: {} };
  // 0 is what the provider takes for nothing
  const ifPremium = (count: number) => Token.asNumber(Fn.conditional(Op.eq(asText(sku), "Premium"), count, 0));
  return { ...read, sku, premium: { capacity: ifPremium(units), premiumMessagingPartitions: ifPremium(1) } };
}

/** A namespace that the library does not make. */
export function readGivenNamespace(
  inspector: Inspector,
  given: ServiceBusNamespaceAttributes,
): ServiceBusNamespaceAttributes {
  const { id, name } = inspector.resource(PROP, given, SERVICE_BUS_NAMESPACE);
  return { id, name };
}

/**
 * A namespace that is a resource of the app: its tier is known at synth.
 * @param sharedKeys whether the app has nothing but keys
 */
export function readNamespaceResource(
  inspector: Inspector,
  given: ServicebusNamespace,
  sharedKeys: boolean,
): ServiceBusNamespaceAttributes {
  const attributes = readGivenNamespace(inspector, given);
  const { localAuthEnabledInput, skuInput } = given ?? {};
  if (sharedKeys && localAuthEnabledInput === false) {
    refuseKeysOff(inspector, `${PROP}.localAuthEnabled`, false, true);
  }
  return { ...attributes, sku: skuInput };
}

/** A namespace given by its attributes, which may name the tier. */
export function readNamespaceAttributes(
  inspector: Inspector,
  given: ServiceBusNamespaceAttributes,
): ServiceBusNamespaceAttributes {
  const attributes = readGivenNamespace(inspector, given);
  const sku: unknown = given?.sku;
  return { ...attributes, sku: sku === undefined ? sku : readTier(inspector, sku) };
}

function readTier(inspector: Inspector, tier: unknown): string {
  return inspector.oneOf(`${PROP}.sku`, tier, TIERS, "service-bus-tier", TIERS_PAGE);
}
