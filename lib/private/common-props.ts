import type { IResourceGroup } from "../azure/azure-resource-group";
import { isToken, type Inspector, type TextRule } from "./validation";

export const LOCATION: TextRule = {
  code: "location",
  allowed: "name of an Azure region, for example westeurope",
  remedy: "Give a region as az account list-locations names it.",
  example: "westeurope",
  link: "https://learn.microsoft.com/azure/reliability/regions-list",
  test: (location) => /^[A-Za-z][A-Za-z0-9 ]+$/.test(location),
};

const GROUP_STAND_IN: IResourceGroup = { name: "ml", location: LOCATION.example };

export function checkResourceGroup(inspector: Inspector, group: IResourceGroup): IResourceGroup {
  const isText = (value: unknown) => (typeof value === "string" && value !== "") || isToken(value);
  if (typeof group === "object" && group !== null && isText(group.name) && isText(group.location)) return group;
  inspector.reject({
    code: "resource-group",
    prop: "resourceGroup",
    value: group,
    message: "a resource group with name and location",
    remedy:
      "Give the provider's ResourceGroup, its data source, or AzureResourceGroup.fromAttributes({ name, location }).",
  });
  return GROUP_STAND_IN;
}

const TAGS_PAGE = "https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources#limitations";

export function checkTags(
  inspector: Inspector,
  tags: { readonly [name: string]: string } | undefined,
): { [name: string]: string } | undefined {
  if (tags === undefined || isToken(tags)) return tags;
  const refuse = (value: unknown, message: string) => {
    inspector.reject({
      code: "tags",
      prop: "tags",
      value,
      message,
      remedy: "Change or leave out the tag.",
      link: TAGS_PAGE,
    });
  };
  if (typeof tags !== "object" || tags === null) {
    refuse(tags, "names and values");
    return undefined;
  }
  const entries = Object.entries(tags);
  if (entries.length > 50) refuse(entries.length, "50 tags at most");
  for (const [name, value] of entries) {
    // Azure counts characters, the provider bytes
    if (name === "" || /[<>%&\\?/]/.test(name) || Buffer.byteLength(name) > 512) {
      refuse(name, "a name of 1 to 512 bytes without < > % & \\ ? /");
    }
    if (!isToken(value) && (typeof value !== "string" || Buffer.byteLength(value) > 256)) {
      refuse(value, `a text of at most 256 bytes as value of ${name}`);
    }
  }
  return { ...tags };
}
