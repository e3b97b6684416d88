import { DataAzurermUserAssignedIdentity } from "@cdktf/provider-azurerm/lib/data-azurerm-user-assigned-identity";
import { UserAssignedIdentity } from "@cdktf/provider-azurerm/lib/user-assigned-identity";
import { Access, AzureIdentity, BindContext, type IdentityOptions } from "../../lib";
import { ids } from "../support/ids";
import { all, functionApp, only, synth } from "../support/synth";
import { addApp, expressions, TestStack } from "../support/test-stack";

function appAs(identity: (stack: TestStack) => AzureIdentity) {
  const stack = new TestStack();
  addApp(stack, { access: Access.managedIdentity({ identity: identity(stack) }) });
  return synth(stack);
}

/** Where an app names its identity: by resource, by client, and by service principal. */
function named(json: ReturnType<typeof synth>) {
  const app = functionApp(json);
  const principals = Object.values(all(json, "azurerm_role_assignment")).map((role) => role.principal_id as string);
  expect(new Set(principals).size).toBe(1);
  return {
    id: app.identity.identity_ids[0],
    clientId: app.app_settings.AzureWebJobsStorage__clientId,
    principalId: principals[0],
  };
}

describe("AzureIdentity.create: an identity of the app's own", () => {
  const identity = (options?: IdentityOptions) =>
    only(
      appAs(() => AzureIdentity.create(options)),
      "azurerm_user_assigned_identity",
    );

  test("lies in the app's resource group and region", () => {
    expect(identity()).toEqual({
      name: "app-${local.App_NameSuffix}-identity",
      resource_group_name: "${azurerm_resource_group.Group.name}",
      location: "${azurerm_resource_group.Group.location}",
    });
  });

  test("IdentityOptions.name: generated without", () => {
    expect(identity().name).toBe("app-${local.App_NameSuffix}-identity");
    expect(identity({ name: "chosen" }).name).toBe("chosen");
  });
});

test("AzureIdentity.fromResource: named by reference", () => {
  const given = (stack: TestStack) =>
    new UserAssignedIdentity(stack, "Given", { name: "given", resourceGroupName: "shared", location: "westeurope" });
  expect(named(appAs((stack) => AzureIdentity.fromResource(given(stack))))).toEqual({
    id: "${azurerm_user_assigned_identity.Given.id}",
    clientId: "${azurerm_user_assigned_identity.Given.client_id}",
    principalId: "${azurerm_user_assigned_identity.Given.principal_id}",
  });
});

test("AzureIdentity.fromDataSource: named by reference", () => {
  const given = (stack: TestStack) =>
    new DataAzurermUserAssignedIdentity(stack, "Given", { name: "given", resourceGroupName: "shared" });
  const json = appAs((stack) => AzureIdentity.fromDataSource(given(stack)));
  expect(all(json, "azurerm_user_assigned_identity")).toEqual({});
  expect(named(json)).toEqual({
    id: "${data.azurerm_user_assigned_identity.Given.id}",
    clientId: "${data.azurerm_user_assigned_identity.Given.client_id}",
    principalId: "${data.azurerm_user_assigned_identity.Given.principal_id}",
  });
});

test("AzureIdentity.fromAttributes, IdentityAttributes.id, IdentityAttributes.clientId, IdentityAttributes.principalId: as they are", () => {
  const attributes = { id: ids.identity, clientId: ids.client, principalId: ids.principal };
  const json = appAs(() => AzureIdentity.fromAttributes(attributes));
  expect(all(json, "azurerm_user_assigned_identity")).toEqual({});
  expect(named(json)).toEqual(attributes);
});

test("AzureIdentity.bind: makes the identity, and tells nothing else of it", () => {
  const stack = new TestStack();
  const context = new BindContext(stack, { resourceGroup: stack.group });
  const { id, clientId, principalId, ...rest } = AzureIdentity.create({ name: "chosen" }).bind(stack, context);
  expect(rest).toEqual({});
  expect(expressions(stack, { id, clientId, principalId })).toEqual({
    id: "${azurerm_user_assigned_identity.Identity.id}",
    clientId: "${azurerm_user_assigned_identity.Identity.client_id}",
    principalId: "${azurerm_user_assigned_identity.Identity.principal_id}",
  });
});
