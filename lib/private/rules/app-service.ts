import { Fn, type IResolvable, Op } from "cdktf";
import type { AppDescription } from "../../hosting/app-host";
import type { Inspector } from "../validation/inspector";
import { asText, isToken, operand } from "../validation/tokens";
import { skuNamed } from "./common/skus";

/** An idle app on a Dedicated plan hears nothing but HTTP; Elastic Premium wakes its apps, and refuses the setting. */
export function readAlwaysOn(
  inspector: Inspector,
  { alwaysOn: given, requiresAlwaysOn, hosting: { skuName } }: AppDescription,
): boolean | IResolvable {
  const sku = skuNamed(skuName);
  const link = "https://learn.microsoft.com/azure/azure-functions/dedicated-plan#always-on";
  const wanted = given ?? true;
  const refuse = (message: string, remedy: string) => {
    inspector.refuse({ code: "always-on", prop: "alwaysOn", value: given, message, remedy, link });
  };
  if (given === true && sku?.elastic) {
    refuse(`false on ${skuName}`, "Leave it out: Elastic Premium keeps instances warm.");
  }
  if (given === false && requiresAlwaysOn && !sku?.elastic) {
    refuse("true with this trigger: an idle app would not notice it", "Leave it out.");
  }
  if (sku === undefined) {
    const dedicated = Op.not(Fn.startswith(asText(skuName), "EP"));
    return isToken(wanted) ? Op.and(operand(wanted), dedicated) : wanted && dedicated;
  }
  return sku.elastic ? false : wanted;
}
