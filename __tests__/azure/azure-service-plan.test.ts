import { DataAzurermServicePlan } from "@cdktf/provider-azurerm/lib/data-azurerm-service-plan";
import { ServicePlan } from "@cdktf/provider-azurerm/lib/service-plan";
import { AzureServicePlan, Hosting, type ServicePlanAttributes } from "../../lib";
import { ids } from "../support/ids";
import { all, functionApp, synth } from "../support/synth";
import { addApp, TestStack } from "../support/test-stack";

function appOn(plan: (stack: TestStack) => AzureServicePlan) {
  const stack = new TestStack();
  addApp(stack, { hosting: Hosting.existingPlan(plan(stack)) });
  return synth(stack);
}

function placed(json: ReturnType<typeof synth>) {
  const { service_plan_id: id, location, site_config: site } = functionApp(json);
  return { id, location, alwaysOn: site.always_on };
}

test.each([
  ["P1v3", true],
  ["EP1", false],
])("AzureServicePlan.fromResource: by reference, but its SKU %s is known at synth", (skuName, alwaysOn) => {
  const given = (stack: TestStack) =>
    new ServicePlan(stack, "Given", {
      name: "given",
      resourceGroupName: "shared",
      location: "northeurope",
      osType: "Linux",
      skuName,
    });
  expect(placed(appOn((stack) => AzureServicePlan.fromResource(given(stack))))).toEqual({
    id: "${azurerm_service_plan.Given.id}",
    location: "${azurerm_service_plan.Given.location}",
    alwaysOn,
  });
});

test("AzureServicePlan.fromDataSource: by reference", () => {
  const given = (stack: TestStack) =>
    new DataAzurermServicePlan(stack, "Given", { name: "given", resourceGroupName: "shared" });
  const json = appOn((stack) => AzureServicePlan.fromDataSource(given(stack)));
  expect(all(json, "azurerm_service_plan")).toEqual({});
  expect(placed(json)).toEqual({
    id: "${data.azurerm_service_plan.Given.id}",
    location: "${data.azurerm_service_plan.Given.location}",
    alwaysOn: '${!startswith(data.azurerm_service_plan.Given.sku_name, "EP")}',
  });
});

describe("AzureServicePlan.fromAttributes: as they are", () => {
  const on = (attributes: Partial<ServicePlanAttributes>) =>
    placed(appOn(() => AzureServicePlan.fromAttributes({ id: ids.plan, skuName: "B1", ...attributes })));

  test("ServicePlanAttributes.id, AzureServicePlan.id: what the app runs on", () => {
    expect(on({ id: ids.otherPlan }).id).toBe(ids.otherPlan);
    expect(AzureServicePlan.fromAttributes({ id: ids.otherPlan, skuName: "B1" }).id).toBe(ids.otherPlan);
  });

  test("ServicePlanAttributes.skuName, AzureServicePlan.skuName: what the app may do", () => {
    expect(on({ skuName: "S1" }).alwaysOn).toBe(true);
    expect(on({ skuName: "EP2" }).alwaysOn).toBe(false);
    expect(AzureServicePlan.fromAttributes({ id: ids.plan, skuName: "EP2" }).skuName).toBe("EP2");
  });

  test("ServicePlanAttributes.location, AzureServicePlan.location: the app's own without", () => {
    expect(on({}).location).toBe("${azurerm_resource_group.Group.location}");
    expect(on({ location: "northeurope" }).location).toBe("northeurope");
    expect(AzureServicePlan.fromAttributes({ id: ids.plan, skuName: "B1" }).location).toBeUndefined();
  });

  test("ServicePlanAttributes.osType, AzureServicePlan.osType: Linux without, and nothing else", () => {
    expect(AzureServicePlan.fromAttributes({ id: ids.plan, skuName: "B1" }).osType).toBe("Linux");
    expect(on({ osType: "Linux" }).id).toBe(ids.plan);
    expect(() => on({ osType: "Windows" })).toThrow("(hosting-os)");
  });
});
