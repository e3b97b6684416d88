import { DataAzurermServicePlan } from "@cdktf/provider-azurerm/lib/data-azurerm-service-plan";
import {
  AzureServicePlan,
  BlobTrigger,
  type DedicatedHostingOptions,
  type ElasticPremiumHostingOptions,
  type ElasticScaleOptions,
  Hosting,
  HttpTrigger,
} from "../lib";
import { ids } from "./support/ids";
import { all, functionApp, only, synth } from "./support/synth";
import { addApp, appWith, TestStack } from "./support/test-stack";

function hosted(hosting: Hosting) {
  const stack = new TestStack();
  addApp(stack, { hosting });
  const json = synth(stack);
  return { plan: only(json, "azurerm_service_plan"), app: functionApp(json) };
}

const dedicated = (options?: DedicatedHostingOptions) => hosted(Hosting.dedicated(options)).plan;
const elasticPlan = (options?: ElasticPremiumHostingOptions) => hosted(Hosting.elasticPremium(options)).plan;
const elasticSite = (options?: ElasticPremiumHostingOptions) => hosted(Hosting.elasticPremium(options)).app.site_config;
const given = (skuName: string) => AzureServicePlan.fromAttributes({ id: ids.plan, skuName });

test("Hosting.dedicated: a Linux plan of the app's own, with no scaling", () => {
  const { plan, app } = hosted(Hosting.dedicated());
  expect(plan).toEqual({
    name: "app-${local.App_NameSuffix}-plan",
    resource_group_name: "${azurerm_resource_group.Group.name}",
    location: "${azurerm_resource_group.Group.location}",
    os_type: "Linux",
    sku_name: "B1",
    worker_count: 1,
    zone_balancing_enabled: false,
  });
  expect(app.service_plan_id).toBe("${azurerm_service_plan.App_Plan.id}");
  expect(Object.keys(app.site_config).filter((name) => /scale|elastic|pre_warmed/.test(name))).toEqual([]);
});

test("DedicatedHostingOptions.skuName: B1 without", () => {
  expect(dedicated().sku_name).toBe("B1");
  for (const skuName of ["B3", "S1", "P1v2", "P0v3", "P1mv3", "P1v4"]) {
    expect(dedicated({ skuName }).sku_name).toBe(skuName);
  }
});

test("DedicatedHostingOptions.workerCount: 1 without", () => {
  expect(dedicated().worker_count).toBe(1);
  expect(dedicated({ workerCount: 3 }).worker_count).toBe(3);
});

test("DedicatedHostingOptions.zoneBalancingEnabled: false without", () => {
  expect(dedicated().zone_balancing_enabled).toBe(false);
  const options = { skuName: "P1v3", workerCount: 3, zoneBalancingEnabled: true };
  expect(dedicated(options).zone_balancing_enabled).toBe(true);
});

test("DedicatedHostingOptions.planName: generated without", () => {
  expect(dedicated().name).toBe("app-${local.App_NameSuffix}-plan");
  expect(dedicated({ planName: "chosen" }).name).toBe("chosen");
});

test("Hosting.elasticPremium: a Linux plan of the app's own, which scales by load", () => {
  const { plan, app } = hosted(Hosting.elasticPremium());
  expect(plan).toEqual({
    name: "app-${local.App_NameSuffix}-plan",
    resource_group_name: "${azurerm_resource_group.Group.name}",
    location: "${azurerm_resource_group.Group.location}",
    os_type: "Linux",
    sku_name: "EP1",
    maximum_elastic_worker_count: 20,
    zone_balancing_enabled: false,
  });
  expect(app.service_plan_id).toBe("${azurerm_service_plan.App_Plan.id}");
});

test("ElasticPremiumHostingOptions.skuName: EP1 without", () => {
  expect(elasticPlan().sku_name).toBe("EP1");
  expect(elasticPlan({ skuName: "EP3" }).sku_name).toBe("EP3");
});

test("ElasticPremiumHostingOptions.maximumElasticWorkerCount: 20 without", () => {
  expect(elasticPlan().maximum_elastic_worker_count).toBe(20);
  expect(elasticPlan({ maximumElasticWorkerCount: 5 }).maximum_elastic_worker_count).toBe(5);
});

test("ElasticPremiumHostingOptions.zoneBalancingEnabled: false without", () => {
  expect(elasticPlan().zone_balancing_enabled).toBe(false);
  expect(elasticPlan({ zoneBalancingEnabled: true }).zone_balancing_enabled).toBe(true);
});

test("ElasticPremiumHostingOptions.planName: generated without", () => {
  expect(elasticPlan().name).toBe("app-${local.App_NameSuffix}-plan");
  expect(elasticPlan({ planName: "chosen" }).name).toBe("chosen");
});

describe.each([
  ["ElasticScaleOptions.appScaleLimit", "appScaleLimit", "app_scale_limit", undefined],
  ["ElasticScaleOptions.elasticInstanceMinimum", "elasticInstanceMinimum", "elastic_instance_minimum", 1],
  ["ElasticScaleOptions.preWarmedInstanceCount", "preWarmedInstanceCount", "pre_warmed_instance_count", 1],
])("%s: of the app", (_, prop, attribute, without) => {
  const scale: ElasticScaleOptions = { [prop]: 4 };

  test("on a plan of its own", () => {
    expect(elasticSite()[attribute]).toBe(without);
    expect(elasticSite(scale)[attribute]).toBe(4);
  });

  test("on an existing plan", () => {
    const site = (options?: ElasticScaleOptions) =>
      appWith({ hosting: Hosting.existingPlan(given("EP1"), options) }).site_config;
    expect(site()[attribute]).toBe(without);
    expect(site(scale)[attribute]).toBe(4);
  });
});

test("Hosting.existingPlan: makes none", () => {
  const stack = new TestStack();
  addApp(stack, { hosting: Hosting.existingPlan(given("P1v3")) });
  const json = synth(stack);
  expect(all(json, "azurerm_service_plan")).toEqual({});
  expect(functionApp(json).service_plan_id).toBe(ids.plan);
});

describe("always_on", () => {
  const onDedicated = () => Hosting.dedicated({ skuName: "S1" });
  const onElastic = () => Hosting.elasticPremium();
  const blob = () => new BlobTrigger({ inputPath: "input/{name}" });
  const http = () => new HttpTrigger();

  test.each([
    ["Dedicated", "HTTP", undefined, true, onDedicated, http],
    ["Dedicated", "HTTP", true, true, onDedicated, http],
    ["Dedicated", "HTTP", false, false, onDedicated, http],
    ["Dedicated", "blob", undefined, true, onDedicated, blob],
    ["Dedicated", "blob", true, true, onDedicated, blob],
    ["Elastic Premium", "HTTP", undefined, false, onElastic, http],
    ["Elastic Premium", "HTTP", false, false, onElastic, http],
    ["Elastic Premium", "blob", undefined, false, onElastic, blob],
    ["Elastic Premium", "blob", false, false, onElastic, blob],
    ["an existing Dedicated plan", "HTTP", undefined, true, () => Hosting.existingPlan(given("B2")), http],
    ["an existing Dedicated plan", "HTTP", false, false, () => Hosting.existingPlan(given("B2")), http],
    ["an existing Elastic Premium plan", "blob", undefined, false, () => Hosting.existingPlan(given("EP2")), blob],
  ] as const)("on %s with %s and alwaysOn %p is %p", (_plan, _trigger, alwaysOn, expected, hosting, trigger) => {
    expect(appWith({ hosting: hosting(), trigger: trigger(), alwaysOn }).site_config.always_on).toBe(expected);
  });

  test.each([
    ["Dedicated", false, onDedicated, blob],
    ["Elastic Premium", true, onElastic, http],
    ["an existing Elastic Premium plan", true, () => Hosting.existingPlan(given("EP2")), blob],
  ] as const)("on %s cannot be %p", (_plan, alwaysOn, hosting, trigger) => {
    expect(() => appWith({ hosting: hosting(), trigger: trigger(), alwaysOn })).toThrow("(always-on)");
  });

  test("is computed by Terraform where only Terraform knows the plan's SKU", () => {
    const always = (alwaysOn?: boolean) => {
      const stack = new TestStack();
      const plan = new DataAzurermServicePlan(stack, "Given", { name: "given", resourceGroupName: "shared" });
      const hosting = Hosting.existingPlan(AzureServicePlan.fromDataSource(plan));
      addApp(stack, { hosting, alwaysOn });
      return functionApp(synth(stack)).site_config.always_on;
    };
    const expected = '${!startswith(data.azurerm_service_plan.Given.sku_name, "EP")}';
    expect(always()).toBe(expected);
    expect(always(true)).toBe(expected);
    expect(always(false)).toBe(false);
  });
});

test("Hosting.isHosting: by brand", () => {
  expect([Hosting.dedicated(), Hosting.elasticPremium()].every((value) => Hosting.isHosting(value))).toBe(true);
  expect([undefined, null, {}, "B1", given("B1")].some((value) => Hosting.isHosting(value))).toBe(false);
});
