import { DataAzurermServicebusNamespace } from "@cdktf/provider-azurerm/lib/data-azurerm-servicebus-namespace";
import { ServicebusNamespace } from "@cdktf/provider-azurerm/lib/servicebus-namespace";
import { TerraformVariable } from "cdktf";
import {
  AzureServiceBusNamespace,
  BindContext,
  type ServiceBusNamespaceOptions,
  ServiceBusQueueTrigger,
} from "../../lib";
import { ids } from "../support/ids";
import { all, functionApp, only, synth } from "../support/synth";
import { addApp, expressions, TestStack } from "../support/test-stack";

function appOn(namespace: (stack: TestStack) => AzureServiceBusNamespace) {
  const stack = new TestStack();
  const serviceBusNamespace = namespace(stack);
  addApp(stack, { trigger: new ServiceBusQueueTrigger({ inputQueueName: "input", serviceBusNamespace }) });
  return synth(stack);
}

function named(json: ReturnType<typeof synth>) {
  return {
    id: only(json, "azurerm_servicebus_queue").namespace_id,
    host: functionApp(json).app_settings.TriggerConnectionString__fullyQualifiedNamespace,
  };
}

describe("AzureServiceBusNamespace.create: a namespace of the app's own", () => {
  const namespace = (options?: ServiceBusNamespaceOptions) =>
    only(
      appOn(() => AzureServiceBusNamespace.create(options)),
      "azurerm_servicebus_namespace",
    );

  test("is closed: TLS 1.2, no keys", () => {
    expect(namespace()).toEqual({
      name: "app-${local.App_NameSuffix}-bus",
      resource_group_name: "${azurerm_resource_group.Group.name}",
      location: "${azurerm_resource_group.Group.location}",
      sku: "Standard",
      minimum_tls_version: "1.2",
      local_auth_enabled: false,
    });
  });

  test("ServiceBusNamespaceOptions.name: generated without", () => {
    expect(namespace().name).toBe("app-${local.App_NameSuffix}-bus");
    expect(namespace({ name: "chosen" }).name).toBe("chosen");
  });

  test("ServiceBusNamespaceOptions.sku: Standard without", () => {
    expect(namespace().sku).toBe("Standard");
    expect(namespace({ sku: "Basic" }).sku).toBe("Basic");
    expect(namespace({ sku: "Premium" }).sku).toBe("Premium");
  });

  test("ServiceBusNamespaceOptions.capacity: 1 on Premium, none elsewhere", () => {
    expect(namespace()).not.toHaveProperty("capacity");
    expect(namespace({ sku: "Premium" })).toMatchObject({ capacity: 1, premium_messaging_partitions: 1 });
    expect(namespace({ sku: "Premium", capacity: 4 }).capacity).toBe(4);
  });
});

test("AzureServiceBusNamespace.fromResource: named by reference", () => {
  const given = (stack: TestStack) =>
    new ServicebusNamespace(stack, "Given", {
      name: "given",
      resourceGroupName: "shared",
      location: "westeurope",
      sku: "Standard",
    });
  expect(named(appOn((stack) => AzureServiceBusNamespace.fromResource(given(stack))))).toEqual({
    id: "${azurerm_servicebus_namespace.Given.id}",
    host: "${azurerm_servicebus_namespace.Given.name}.servicebus.windows.net",
  });
});

test("AzureServiceBusNamespace.fromDataSource: named by reference", () => {
  const given = (stack: TestStack) =>
    new DataAzurermServicebusNamespace(stack, "Given", { name: "given", resourceGroupName: "shared" });
  const json = appOn((stack) => AzureServiceBusNamespace.fromDataSource(given(stack)));
  expect(all(json, "azurerm_servicebus_namespace")).toEqual({});
  expect(named(json)).toEqual({
    id: "${data.azurerm_servicebus_namespace.Given.id}",
    host: "${data.azurerm_servicebus_namespace.Given.name}.servicebus.windows.net",
  });
});

test("AzureServiceBusNamespace.fromAttributes, ServiceBusNamespaceAttributes.id, ServiceBusNamespaceAttributes.name: as they are", () => {
  const json = appOn(() => AzureServiceBusNamespace.fromAttributes({ id: ids.serviceBus, name: "given-bus" }));
  expect(all(json, "azurerm_servicebus_namespace")).toEqual({});
  expect(named(json)).toEqual({ id: ids.serviceBus, host: "given-bus.servicebus.windows.net" });
});

test("ServiceBusNamespaceAttributes.sku: what the queues can do follows from it", () => {
  const context = (stack: TestStack) => new BindContext(stack, { resourceGroup: stack.group });
  const tierOf = (namespace: AzureServiceBusNamespace, stack = new TestStack()) => {
    return namespace.bind(stack, context(stack)).sku;
  };
  expect(tierOf(AzureServiceBusNamespace.create({ sku: "Premium" }))).toBe("Premium");
  expect(tierOf(AzureServiceBusNamespace.fromAttributes({ id: ids.serviceBus, name: "given-bus", sku: "Basic" }))).toBe(
    "Basic",
  );
  expect(tierOf(AzureServiceBusNamespace.fromAttributes({ id: ids.serviceBus, name: "given-bus" }))).toBeUndefined();
});

test("a tier that Terraform knows decides the capacity when it is known", () => {
  const json = appOn((stack) => {
    return AzureServiceBusNamespace.create({
      sku: new TerraformVariable(stack, "tier", { type: "string" }).stringValue,
    });
  });
  expect(only(json, "azurerm_servicebus_namespace")).toMatchObject({
    sku: "${var.tier}",
    capacity: '${(var.tier == "Premium") ? 1 : 0}',
    premium_messaging_partitions: '${(var.tier == "Premium") ? 1 : 0}',
  });
});

test("a tier and a capacity written by hand are parts of an expression", () => {
  const json = appOn(() => {
    return AzureServiceBusNamespace.create({ sku: "${var.tier}", capacity: "${var.units + 1}" as unknown as number });
  });
  expect(only(json, "azurerm_servicebus_namespace")).toMatchObject({
    sku: "${var.tier}",
    capacity: '${(var.tier == "Premium") ? (var.units + 1) : 0}',
  });
});

test("AzureServiceBusNamespace.bind: makes the namespace", () => {
  const stack = new TestStack();
  const context = new BindContext(stack, { resourceGroup: stack.group });
  const { id, name } = AzureServiceBusNamespace.create({ name: "chosen" }).bind(stack, context);
  expect(expressions(stack, { id, name })).toEqual({
    id: "${azurerm_servicebus_namespace.Namespace.id}",
    name: "${azurerm_servicebus_namespace.Namespace.name}",
  });
  expect(only(synth(stack), "azurerm_servicebus_namespace")).toMatchObject({
    name: "chosen",
    local_auth_enabled: true,
  });
});
