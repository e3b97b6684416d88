import { Access, ContainerImage, ModelImage, type PublicImageProps, type RegistryImageProps } from "../lib";
import { ids } from "./support/ids";
import { addresses, all, functionApp, roles, synth, warnings } from "./support/synth";
import { addApp, diabetes, givenRegistry, TestStack } from "./support/test-stack";

const DIGITS = "0123456789abcdef".repeat(4);

function appRunning(image: ContainerImage, access?: Access) {
  const stack = new TestStack();
  addApp(stack, { image, access });
  const json = synth(stack);
  const { site_config: site } = functionApp(json);
  return { stack, json, site, docker: site.application_stack.docker[0] };
}

describe("ContainerImage.fromRegistry: pulled as the app", () => {
  const run = (props: Partial<RegistryImageProps>, access?: Access) =>
    appRunning(
      ContainerImage.fromRegistry({ registry: givenRegistry(), repositoryName: "team/model", ...props }),
      access,
    );

  test("RegistryImageProps.registry, RegistryImageProps.repositoryName: where the image is", () => {
    const { docker, json, site } = run({ tag: "v1" });
    expect(docker).toEqual({ registry_url: "https://given.azurecr.io", image_name: "team/model", image_tag: "v1" });
    expect(roles(json)).toContain(`AcrPull on ${ids.registry}`);
    expect(site).toMatchObject({
      container_registry_use_managed_identity: true,
      container_registry_managed_identity_client_id: "${azurerm_user_assigned_identity.App_Identity.client_id}",
    });
  });

  test("as the registry's admin user with shared keys", () => {
    const { docker, site } = run({ tag: "v1" }, Access.sharedKeys());
    expect(docker).toMatchObject({ registry_username: "Given", registry_password: "registry-secret" });
    expect(site).not.toHaveProperty("container_registry_use_managed_identity");
  });

  test("RegistryImageProps.tag: is followed, and latest is warned of", () => {
    expect(run({ tag: "2024.1_rc-2" }).docker).toMatchObject({ image_name: "team/model", image_tag: "2024.1_rc-2" });
    expect(warnings(run({ tag: "v1" }).stack)).toEqual([]);
    expect(warnings(run({ tag: "latest" }).stack)).toEqual([expect.stringContaining("another image after each push")]);
  });

  test("RegistryImageProps.digest: pins the image, in the form that Azure hands back", () => {
    expect(run({ digest: `sha256:${DIGITS}` }).docker).toMatchObject({
      image_name: "team/model@sha256",
      image_tag: DIGITS,
    });
  });

  test("either tag or digest is needed", () => {
    expect(() => run({})).toThrow("(image-reference)");
    expect(() => run({ tag: "v1", digest: `sha256:${DIGITS}` })).toThrow("(image-reference)");
  });
});

describe("ContainerImage.fromPublicRegistry: pulled as nobody", () => {
  const run = (props: Partial<PublicImageProps>, access?: Access) =>
    appRunning(
      ContainerImage.fromPublicRegistry({ registryHost: "ghcr.io", repositoryName: "owner/model", ...props }),
      access,
    );

  test.each([
    ["a managed identity", undefined],
    ["shared keys", Access.sharedKeys()],
  ])("without credentials, with %s", (_, access) => {
    const { docker, json, site } = run({ tag: "v1" }, access);
    expect(docker).toEqual({ registry_url: "https://ghcr.io", image_name: "owner/model", image_tag: "v1" });
    expect(roles(json).filter((role) => role.startsWith("AcrPull"))).toEqual([]);
    expect(site).not.toHaveProperty("container_registry_use_managed_identity");
  });

  test("PublicImageProps.registryHost: with a port if need be", () => {
    expect(run({ tag: "v1", registryHost: "index.docker.io" }).docker.registry_url).toBe("https://index.docker.io");
    expect(run({ tag: "v1", registryHost: "localhost:5000" }).docker.registry_url).toBe("https://localhost:5000");
  });

  test("PublicImageProps.repositoryName: of any depth", () => {
    expect(run({ tag: "v1", repositoryName: "a/b/c" }).docker.image_name).toBe("a/b/c");
  });

  test("PublicImageProps.tag, PublicImageProps.digest: one of the two", () => {
    expect(run({ tag: "v2" }).docker.image_tag).toBe("v2");
    expect(run({ digest: `sha256:${DIGITS}` }).docker).toMatchObject({
      image_name: "owner/model@sha256",
      image_tag: DIGITS,
    });
    expect(() => run({})).toThrow("(image-reference)");
  });
});

test("ContainerImage.fromModel: an image of the app's own, run by digest", () => {
  const { docker, json } = appRunning(ContainerImage.fromModel(diabetes()));
  expect(docker).toEqual({
    registry_url: "https://${azurerm_container_registry.App_Image_Registry.login_server}",
    image_name: "app@sha256",
    image_tag: '${trimprefix(docker_registry_image.App_Image_Push.sha256_digest, "sha256:")}',
  });
  expect(addresses(json)).toEqual(expect.arrayContaining(["docker_image.App_Image_Build"]));
});

describe("ContainerImage.fromModelImage: one image for several apps", () => {
  function shared(access?: Access) {
    const stack = new TestStack();
    const model = new ModelImage(stack, "Model", { resourceGroup: stack.group, ...diabetes() });
    const image = ContainerImage.fromModelImage(model);
    addApp(stack, { image, access }, "First");
    addApp(stack, { image, access }, "Second");
    return synth(stack);
  }

  test("is built and pushed once, and run by the same digest", () => {
    const json = shared();
    expect(Object.keys(all(json, "docker_image"))).toEqual(["Model_Build"]);
    expect(Object.keys(all(json, "docker_registry_image"))).toEqual(["Model_Push"]);
    expect(Object.keys(all(json, "azurerm_container_registry"))).toEqual(["Model_Registry"]);
    const [first, second] = Object.values(all(json, "azurerm_linux_function_app")).map(
      ({ site_config: site }) => site.application_stack.docker[0],
    );
    expect(first).toEqual(second);
    expect(first.image_name).toBe("model@sha256");
  });

  test("is pulled by each app as its own identity", () => {
    const assignments = Object.values(all(shared(), "azurerm_role_assignment"))
      .filter(({ role_definition_name: role }) => role === "AcrPull")
      .map(({ scope, principal_id: principal }) => ({ scope, principal }));
    const scope = "${azurerm_container_registry.Model_Registry.id}";
    expect(assignments).toEqual([
      { scope, principal: "${azurerm_user_assigned_identity.First_Identity.principal_id}" },
      { scope, principal: "${azurerm_user_assigned_identity.Second_Identity.principal_id}" },
    ]);
  });

  test("is pulled as the registry's admin user with shared keys", () => {
    const json = shared(Access.sharedKeys());
    expect(all(json, "azurerm_container_registry").Model_Registry.admin_enabled).toBe(true);
    for (const app of Object.values(all(json, "azurerm_linux_function_app"))) {
      expect(app.site_config.application_stack.docker[0].registry_username).toBe(
        "${azurerm_container_registry.Model_Registry.admin_username}",
      );
    }
  });
});

test("ContainerImage.isContainerImage: by brand", () => {
  expect(ContainerImage.isContainerImage(ContainerImage.fromModel(diabetes()))).toBe(true);
  expect(
    [undefined, null, {}, "model:v1", givenRegistry()].some((value) => ContainerImage.isContainerImage(value)),
  ).toBe(false);
});

describe("what to do about a reference to an image that was refused", () => {
  test.each<[Partial<PublicImageProps>, string]>([
    [{ repositoryName: "https://ghcr.io/owner/model" }, "Leave out ghcr.io: the registry is given on its own"],
    [{ repositoryName: "localhost:5000/model" }, "Leave out localhost:5000"],
    [{ repositoryName: "owner/model:v1" }, "Leave out :v1: the tag is a prop of its own."],
    [{ repositoryName: `owner/model@sha256:${DIGITS}` }, "Leave out @sha256:"],
    [{ repositoryName: "Model" }, "Write for example model."],
    [{ repositoryName: "--" }, "Give a name of this form."],
    [{ repositoryName: undefined }, 'It has to be given, for example as "model".'],
    [{ tag: `sha256:${DIGITS}` }, "This is a digest: give it as digest."],
    [{ tag: "model:v1" }, "Give the tag alone"],
  ])("%j", (given, remedy) => {
    const props = { registryHost: "ghcr.io", repositoryName: "owner/model", tag: "v1", ...given } as PublicImageProps;
    const stack = new TestStack();
    addApp(stack, { image: ContainerImage.fromPublicRegistry(props) });
    expect(() => synth(stack)).toThrow(remedy);
  });
});
