import { TerraformElement } from "cdktf";
import type { AzureResourceGroup, IResourceGroup } from "../../../azure/azure-resource-group";
import { SECRET_NAME, typeOf } from "../../validation/display";
import type { Inspector, TextRule } from "../../validation/inspector";
import { asMap, isMapToken, isScalarToken, isToken, templateProblem, TEMPLATES_PAGE } from "../../validation/tokens";
import { NAME_RULES } from "./names";

export const LOCATION: TextRule = {
  code: "location",
  allowed: "name of an Azure region, for example westeurope",
  remedy: "Give a region as az account list-locations names it.",
  example: "westeurope",
  link: "https://learn.microsoft.com/azure/reliability/regions-list",
  test: (location) => /^[A-Za-z][A-Za-z0-9 ]{1,61}[A-Za-z0-9]$/.test(location) && location.toLowerCase() !== "global",
};

const GROUP_REMEDY =
  "Give the provider's ResourceGroup, its data source, or AzureResourceGroup.fromAttributes({ name, location }).";

export function readResourceGroup(inspector: Inspector, group: IResourceGroup | undefined): IResourceGroup {
  const standIn = { name: NAME_RULES.resourceGroup.example, location: LOCATION.example };
  if (typeof group !== "object" || group === null) {
    const message = "a resource group with name and location";
    inspector.refuse({ code: "resource-group", prop: "resourceGroup", value: group, message, remedy: GROUP_REMEDY });
    return standIn;
  }
  const { _given: from = group } = group as Partial<AzureResourceGroup>;
  const isObject = typeof from === "object" && from !== null;
  if (isObject && !inspector.judgeReference("resourceGroup", from, "azurerm_resource_group", GROUP_REMEDY))
    return standIn;
  // read once: cdktf makes a token, with a stack trace, each time that an attribute is asked for
  if (TerraformElement.isTerraformElement(group)) return { name: group.name, location: group.location };
  if (isObject) inspector.warnOfMisspellings("resourceGroup", from, { name: true, location: true });
  return {
    name: inspector.text("resourceGroup.name", group.name, NAME_RULES.resourceGroup),
    location: inspector.text("resourceGroup.location", group.location, LOCATION),
  };
}

function shownTag(name: string): string {
  return `tags[${JSON.stringify(name)}]`;
}

/** Azure allows names of 512 characters, of 128 on storage accounts; the provider counts bytes. */
const TAG_NAME_BYTES = 128;
const TAG_VALUE_BYTES = 256;
const MOST_TAGS = 50;
const TAGS_PAGE = "https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources#limitations";

export function readTags(
  inspector: Inspector,
  tags: { readonly [name: string]: string } | undefined,
): { [name: string]: string } | undefined {
  if (tags === undefined || isMapToken(tags)) return asMap(tags);
  const remedy = "Change or leave out the tag.";
  const refuse = (prop: string, value: unknown, message: string) => {
    inspector.refuse({ code: "tags", prop, value, message, remedy, link: TAGS_PAGE });
  };
  const entries = Object.entries(inspector.struct<{ readonly [name: string]: unknown }>("tags", tags, undefined));
  if (entries.length > MOST_TAGS) refuse("tags", entries.length, `${MOST_TAGS} tags at most`);
  const passed: { [name: string]: string } = {};
  const names = new Set<string>();
  for (const [name, value] of entries) {
    const prop = shownTag(name);
    const unreadable = templateProblem(name) ?? templateProblem(value);
    if (unreadable !== undefined) {
      inspector.refuse({ code: "template", prop: shownTag(name), value: name, ...unreadable, link: TEMPLATES_PAGE });
    } else if (!isToken(name) && (!/^[^<>%&\\?/]+$/.test(name) || Buffer.byteLength(name) > TAG_NAME_BYTES)) {
      refuse(prop, name, `a name of 1 to ${TAG_NAME_BYTES} bytes without < > % & \\ ? /`);
    } else if (names.has(name.toLowerCase())) {
      refuse(prop, name, "names that differ in more than upper and lower case");
    } else if (!isScalarToken(value) && (typeof value !== "string" || Buffer.byteLength(value) > TAG_VALUE_BYTES)) {
      refuse(
        prop,
        SECRET_NAME.test(name) ? typeOf(value) : value,
        `a text of at most ${TAG_VALUE_BYTES} bytes as value`,
      );
    } else passed[name] = value as string;
    names.add(name.toLowerCase());
  }
  return passed;
}
