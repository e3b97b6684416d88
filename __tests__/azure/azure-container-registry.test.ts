import { ContainerRegistry } from "@cdktf/provider-azurerm/lib/container-registry";
import { DataAzurermContainerRegistry } from "@cdktf/provider-azurerm/lib/data-azurerm-container-registry";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import {
  Access,
  AzureContainerRegistry,
  BindContext,
  ContainerImage,
  type ContainerRegistryAttributes,
  type ContainerRegistryOptions,
  ModelImage,
} from "../../lib";
import { ids } from "../support/ids";
import { all, functionApp, only, roles, synth } from "../support/synth";
import { addApp, diabetes, expressions, TestStack } from "../support/test-stack";

/** What an app does with an image in a registry. */
function appFrom(registry: (stack: TestStack) => AzureContainerRegistry, access?: Access) {
  const stack = new TestStack();
  const image = ContainerImage.fromRegistry({ registry: registry(stack), repositoryName: "model", tag: "v1" });
  addApp(stack, { image, access });
  const json = synth(stack);
  return { json, docker: functionApp(json).site_config.application_stack.docker[0] };
}

const GIVEN: ContainerRegistryAttributes = { id: ids.registry, name: "Given", resourceGroupName: "shared" };
const fromAttributes = (attributes: Partial<ContainerRegistryAttributes>, access?: Access) =>
  appFrom(() => AzureContainerRegistry.fromAttributes({ ...GIVEN, ...attributes }), access);

describe("AzureContainerRegistry.create: a registry of the image's own", () => {
  const registry = (options?: ContainerRegistryOptions, access?: Access) =>
    only(appFrom(() => AzureContainerRegistry.create(options), access).json, "azurerm_container_registry");

  test("has its admin user off unless an app with shared keys pulls from it", () => {
    const made = {
      name: "app${local.App_NameSuffix}",
      resource_group_name: "${azurerm_resource_group.Group.name}",
      location: "${azurerm_resource_group.Group.location}",
      sku: "Basic",
      admin_enabled: false,
    };
    expect(registry()).toEqual(made);
    expect(registry({}, Access.sharedKeys())).toEqual({ ...made, admin_enabled: true });
  });

  test("ContainerRegistryOptions.name: generated without", () => {
    expect(registry().name).toBe("app${local.App_NameSuffix}");
    expect(registry({ name: "chosen" }).name).toBe("chosen");
  });

  test("ContainerRegistryOptions.sku: Basic without", () => {
    expect(registry().sku).toBe("Basic");
    expect(registry({ sku: "Standard" }).sku).toBe("Standard");
    expect(registry({ sku: "Premium" }).sku).toBe("Premium");
  });
});

describe("a given registry", () => {
  const kinds: [string, string, (stack: TestStack) => AzureContainerRegistry][] = [
    [
      "AzureContainerRegistry.fromResource",
      "azurerm_container_registry.Given",
      (stack) =>
        AzureContainerRegistry.fromResource(
          new ContainerRegistry(stack, "Given", {
            name: "given",
            resourceGroupName: "shared",
            location: "westeurope",
            sku: "Basic",
            adminEnabled: true,
          }),
        ),
    ],
    [
      "AzureContainerRegistry.fromDataSource",
      "data.azurerm_container_registry.Given",
      (stack) =>
        AzureContainerRegistry.fromDataSource(
          new DataAzurermContainerRegistry(stack, "Given", { name: "given", resourceGroupName: "shared" }),
        ),
    ],
  ];

  test.each(kinds)("%s: pulled from as the identity", (_, address, registry) => {
    const { json, docker } = appFrom(registry);
    expect(docker).toEqual({
      registry_url: `https://\${${address}.login_server}`,
      image_name: "model",
      image_tag: "v1",
    });
    expect(roles(json)).toContain(`AcrPull on \${${address}.id}`);
  });

  test.each(kinds)("%s: pulled from as its admin user", (_, address, registry) => {
    const { json, docker } = appFrom(registry, Access.sharedKeys());
    expect(docker).toMatchObject({
      registry_username: `\${${address}.admin_username}`,
      registry_password: `\${${address}.admin_password}`,
    });
    const own = json.resource.azurerm_container_registry ?? {};
    expect(Object.keys(own)).toEqual(address.startsWith("data.") ? [] : ["Given"]);
  });

  test("AzureContainerRegistry.fromAttributes, ContainerRegistryAttributes.id, ContainerRegistryAttributes.name: no more is needed", () => {
    const { json, docker } = fromAttributes({});
    expect(docker.registry_url).toBe("https://given.azurecr.io");
    expect(roles(json)).toContain(`AcrPull on ${ids.registry}`);
    expect(all(json, "azurerm_container_registry")).toEqual({});
  });

  test("ContainerRegistryAttributes.loginServer: from the name without", () => {
    expect(fromAttributes({ loginServer: "given.azurecr.cn" }).docker.registry_url).toBe("https://given.azurecr.cn");
  });

  test("ContainerRegistryAttributes.adminUsername: the name without", () => {
    const username = (adminUsername?: string) =>
      fromAttributes({ adminUsername, adminPassword: "p" }, Access.sharedKeys()).docker.registry_username;
    expect(username()).toBe("Given");
    expect(username("admin")).toBe("admin");
  });

  test("ContainerRegistryAttributes.adminPassword: needed with shared keys only, and stays out of apps without", () => {
    const password = fromAttributes({ adminPassword: "registry-secret" }, Access.sharedKeys()).docker.registry_password;
    expect(password).toBe("registry-secret");
    expect(() => fromAttributes({}, Access.sharedKeys())).toThrow("(registry-password-missing)");
    expect(JSON.stringify(fromAttributes({ adminPassword: "registry-secret" }).json)).not.toContain("registry-secret");
  });

  test("ContainerRegistryAttributes.resourceGroupName: where the push token is made", () => {
    const stack = new TestStack();
    const registry = AzureContainerRegistry.fromAttributes(GIVEN);
    new ModelImage(stack, "Image", { resourceGroup: stack.group, ...diabetes({ registry }) });
    const json = synth(stack);
    for (const type of ["azurerm_container_registry_token", "azurerm_container_registry_scope_map"]) {
      expect(only(json, type)).toMatchObject({ container_registry_name: "Given", resource_group_name: "shared" });
    }
  });
});

test("ContainerRegistryAttributes.provider, BoundRegistry.provider: that of the registry's subscription, where it is another one", () => {
  const pushed = (inOtherSubscription: boolean) => {
    const stack = new TestStack();
    const provider = inOtherSubscription
      ? new AzurermProvider(stack, "other", { alias: "other", features: [{}] })
      : undefined;
    const registry = AzureContainerRegistry.fromAttributes({ ...GIVEN, provider });
    const image = new ModelImage(stack, "Image", { resourceGroup: stack.group, ...diabetes({ registry }) });
    expect(image.registry.provider).toBe(provider);
    const { resource } = synth(stack);
    return Object.entries(resource)
      .filter(([type]) => type.startsWith("azurerm_container_registry_"))
      .flatMap(([, blocks]) => Object.values(blocks).map((block) => block.provider));
  };
  expect(pushed(false)).toEqual([undefined, undefined, undefined]);
  expect(pushed(true)).toEqual(["azurerm.other", "azurerm.other", "azurerm.other"]);
  for (const provider of ["azurerm.other", {}, null]) {
    expect(() => fromAttributes({ provider: provider as never })).toThrow("registry.provider");
  }
});

describe("for images and builders of one's own", () => {
  function bound(registry: AzureContainerRegistry) {
    const stack = new TestStack();
    const context = new BindContext(stack, { resourceGroup: stack.group });
    return { stack, context, registry: registry.bind(stack, context) };
  }

  test("AzureContainerRegistry.bind: makes the registry", () => {
    const { stack } = bound(AzureContainerRegistry.create({ name: "chosen" }));
    expect(only(synth(stack), "azurerm_container_registry").name).toBe("chosen");
  });

  test("BoundRegistry.id, BoundRegistry.name, BoundRegistry.resourceGroupName, BoundRegistry.loginServer: what it is", () => {
    const { id, name, resourceGroupName, loginServer } = bound(AzureContainerRegistry.fromAttributes(GIVEN)).registry;
    expect({ id, name, resourceGroupName, loginServer }).toEqual({ ...GIVEN, loginServer: "given.azurecr.io" });
  });

  test("BoundRegistry.adminCredentials, RegistryCredentials.username, RegistryCredentials.password: switch the admin user on", () => {
    const { stack, context, registry } = bound(AzureContainerRegistry.create());
    expect(only(synth(stack), "azurerm_container_registry").admin_enabled).toBe(false);
    const { username, password } = registry.adminCredentials(context);
    expect(expressions(stack, { username, password })).toEqual({
      username: "${azurerm_container_registry.Registry.admin_username}",
      password: "${azurerm_container_registry.Registry.admin_password}",
    });
    expect(only(synth(stack), "azurerm_container_registry").admin_enabled).toBe(true);
  });
});
