import { DataAzurermResourceGroup } from "@cdktf/provider-azurerm/lib/data-azurerm-resource-group";
import { AzureResourceGroup, type IResourceGroup } from "../../lib";
import { functionApp, synth } from "../support/synth";
import { addApp, TestStack } from "../support/test-stack";

function placed(group: (stack: TestStack) => IResourceGroup) {
  const stack = new TestStack();
  addApp(stack, { resourceGroup: group(stack) });
  const { resource_group_name: name, location } = functionApp(synth(stack));
  return { name, location };
}

test("AzureResourceGroup.fromResource: by reference", () => {
  expect(placed((stack) => AzureResourceGroup.fromResource(stack.group))).toEqual({
    name: "${azurerm_resource_group.Group.name}",
    location: "${azurerm_resource_group.Group.location}",
  });
});

test("AzureResourceGroup.fromDataSource: by reference", () => {
  const given = (stack: TestStack) => new DataAzurermResourceGroup(stack, "Given", { name: "given" });
  expect(placed((stack) => AzureResourceGroup.fromDataSource(given(stack)))).toEqual({
    name: "${data.azurerm_resource_group.Given.name}",
    location: "${data.azurerm_resource_group.Given.location}",
  });
});

test("AzureResourceGroup.fromAttributes, ResourceGroupAttributes.name, ResourceGroupAttributes.location: as they are", () => {
  const attributes = { name: "given", location: "northeurope" };
  expect(placed(() => AzureResourceGroup.fromAttributes(attributes))).toEqual(attributes);
});

test("AzureResourceGroup.name, AzureResourceGroup.location, IResourceGroup.name, IResourceGroup.location: all that apps ask of one", () => {
  const { name, location } = AzureResourceGroup.fromAttributes({ name: "given", location: "northeurope" });
  const own: IResourceGroup = { name, location };
  expect(placed(() => own)).toEqual({ name: "given", location: "northeurope" });
});
