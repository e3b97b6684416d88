import { readdirSync, readFileSync } from "fs";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { TerraformVariable } from "cdktf";
import { AzureContainerRegistry, type BuildSecret, ContainerImage, ImageBuilder, ModelImage } from "../../lib";
import { KNOWN_TO_TERRAFORM } from "../support/numbers";
import { all, only, synth } from "../support/synth";
import { addApp, diabetes, givenRegistry, TestStack } from "../support/test-stack";
import { builtBy, directoryWith, hashOf, written } from "./image-build";

const docker = (options: Parameters<typeof ImageBuilder.docker>[0] = {}) => ImageBuilder.docker(options);
const buildOf = (...given: Parameters<typeof docker>) => only(builtBy(docker(...given)), "docker_image").build;

describe("ImageBuilder.docker", () => {
  test("ImageBuilder.docker: builds the directory beside the stack's JSON and pushes it under its hash", () => {
    const { json, directory } = written(docker());
    const image = only(json, "docker_image");
    const hash = image.triggers.contentHash;
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(image).toMatchObject({
      name: "${azurerm_container_registry.App_Image_Registry.login_server}/app:" + hash,
      build: { context: `build-contexts/${hash}`, platform: "linux/amd64" },
      keep_locally: true,
      lifecycle: { create_before_destroy: true },
    });
    expect(only(json, "docker_registry_image")).toMatchObject({
      name: "${docker_image.App_Image_Build.name}",
      triggers: { contentHash: hash },
      keep_remotely: true,
      lifecycle: { create_before_destroy: true },
    });
    expect(readdirSync(`${directory}/build-contexts`).sort()).toEqual([hash, "images.json"]);
  });

  test("the app runs what was pushed, by digest", () => {
    const { site_config: site } = only(builtBy(docker()), "azurerm_linux_function_app");
    expect(site.application_stack.docker[0]).toMatchObject({
      image_name: "app@sha256",
      image_tag: '${trimprefix(docker_registry_image.App_Image_Push.sha256_digest, "sha256:")}',
    });
  });

  test("DockerBuilderOptions.timeoutMinutes: an hour, or as given", () => {
    const timeouts = (minutes?: number) => only(builtBy(docker({ timeoutMinutes: minutes })), "docker_image").timeouts;
    expect(timeouts()).toEqual({ create: "60m", update: "60m" });
    expect(timeouts(90)).toEqual({ create: "90m", update: "90m" });
    expect(() => timeouts(0)).toThrow("(builder-timeout)");
    expect(() => timeouts(1441)).toThrow("(builder-timeout)");
  });

  test.each(KNOWN_TO_TERRAFORM)("a time limit that Terraform knows: %s", (_, { of, text }) => {
    const stack = new TestStack();
    addApp(stack, { image: ContainerImage.fromModel(diabetes({ builder: docker({ timeoutMinutes: of(stack) }) })) });
    expect(only(synth(stack), "docker_image").timeouts).toEqual({ create: `${text}m`, update: `${text}m` });
  });

  test("DockerBuilderOptions.cacheFrom: images for the layer cache, outside of the hash", () => {
    const cacheFrom = ["given.azurecr.io/model:cache"];
    expect(buildOf({ cacheFrom }).cache_from).toEqual(cacheFrom);
    expect(buildOf()).not.toHaveProperty("cache_from");
    expect(hashOf(docker({ cacheFrom }))).toBe(hashOf(docker()));
  });

  test.each([[{ timeoutMinutes: 5 }], [{ cacheFrom: ["cache"] }], [{ pushToken: false }], [{}]])(
    "the hash is that of an image without %j, which do not shape it",
    (options) => {
      expect(hashOf(docker(options))).toBe(hashOf(ImageBuilder.acrTask()));
    },
  );
});

describe("what shapes the image", () => {
  test("ImageBuildOptions.buildArgs: are given to the build and hashed", () => {
    expect(buildOf({ buildArgs: { VERSION: "1" } }).build_args).toEqual({ VERSION: "1" });
    expect(buildOf()).not.toHaveProperty("build_args");
    const given: { readonly [name: string]: string }[] = [{}, { VERSION: "1" }, { VERSION: "2" }, { OTHER: "1" }];
    const hashes = given.map((buildArgs) => hashOf(docker({ buildArgs })));
    expect(new Set(hashes).size).toBe(4);
    expect(hashes[0]).toBe(hashOf(docker()));
  });

  test("build arguments have names, and values that are known", () => {
    expect(() => buildOf({ buildArgs: { "1st": "x" } })).toThrow("(build-argument-name)");
    const stack = new TestStack();
    const value = new TerraformVariable(stack, "v", {}).stringValue;
    addApp(stack, {
      image: ContainerImage.fromModel(diabetes({ builder: docker({ buildArgs: { VERSION: value } }) })),
    });
    expect(() => synth(stack)).toThrow("(build-argument-value)");
  });

  test("ImageBuildOptions.target: is given to the build and hashed", () => {
    expect(buildOf({ target: "final" }).target).toBe("final");
    expect(hashOf(docker({ target: "final" }))).not.toBe(hashOf(docker()));
    expect(() => buildOf({ target: "no stage" })).toThrow("(builder-target)");
  });

  test("ImageBuildOptions.platform: is the one that Azure runs", () => {
    expect(buildOf({ platform: "linux/amd64" }).platform).toBe("linux/amd64");
    expect(hashOf(docker({ platform: "linux/amd64" }))).toBe(hashOf(docker()));
    expect(() => buildOf({ platform: "linux/arm64" })).toThrow("(builder-platform)");
  });

  test("ImageBuildOptions.dockerfile: takes the place of the library's, and is hashed", () => {
    const source = directoryWith({ Dockerfile: "FROM scratch\n", other: "FROM scratch AS other\n" });
    const builder = docker({ dockerfile: `${source}/Dockerfile` });
    const { directory } = written(builder);
    const hash = hashOf(builder);
    expect(readFileSync(`${directory}/build-contexts/${hash}/Dockerfile`, "utf8")).toBe("FROM scratch\n");
    expect(new Set([hash, hashOf(docker()), hashOf(docker({ dockerfile: `${source}/other` }))]).size).toBe(3);
    expect(() => builtBy(docker({ dockerfile: `${source}/missing` }))).toThrow("(dockerfile)");
  });
});

describe("secrets", () => {
  const secretsOf = (...secrets: BuildSecret[]) => buildOf({ secrets }).secrets;

  test("BuildSecret.id, BuildSecret.environmentVariable: is read where Terraform runs", () => {
    expect(secretsOf({ id: "token", environmentVariable: "TOKEN" })).toEqual([{ id: "token", env: "TOKEN" }]);
    expect(() => secretsOf({ id: "a b", environmentVariable: "TOKEN" })).toThrow("(build-secret-id)");
    expect(() => secretsOf({ id: "token", environmentVariable: "hunter 2" })).toThrow("(build-secret-variable)");
  });

  test("BuildSecret.file: likewise", () => {
    expect(secretsOf({ id: "token", file: "/run/token" })).toEqual([{ id: "token", src: "/run/token" }]);
    expect(() => secretsOf({ id: "token", file: "~/token" })).toThrow("(build-secret-file)");
    expect(() => secretsOf({ id: "token" })).toThrow("(build-secret)");
    expect(() => secretsOf({ id: "token", file: "a", environmentVariable: "b" })).toThrow("(build-secret)");
  });

  test("DockerBuilderOptions.secrets: pip reads pip_conf, and no other changes the image", () => {
    const dockerfileWith = (id: string) => {
      const builder = docker({ secrets: [{ id, environmentVariable: "SECRET" }] });
      return readFileSync(`${written(builder).directory}/build-contexts/${hashOf(builder)}/Dockerfile`, "utf8");
    };
    expect(dockerfileWith("pip_conf")).toContain("--mount=type=secret,id=pip_conf");
    expect(dockerfileWith("other")).not.toContain("--mount");
    expect(hashOf(docker({ secrets: [{ id: "other", environmentVariable: "SECRET" }] }))).toBe(hashOf(docker()));
  });
});

describe("the push", () => {
  test("DockerBuilderOptions.pushToken: a token for the one repository, or the provider's own login", () => {
    const json = builtBy(docker(), { repositoryName: "team/model" });
    expect(only(json, "azurerm_container_registry_scope_map").actions).toEqual([
      "repositories/team/model/content/read",
      "repositories/team/model/content/write",
    ]);
    expect(only(json, "docker_registry_image").auth_config).toEqual({
      address: "${azurerm_container_registry.App_Image_Registry.login_server}",
      username: "${azurerm_container_registry_token.App_Image_PushToken.name}",
      password: "${azurerm_container_registry_token_password.App_Image_PushPassword.password1[0].value}",
    });

    const without = builtBy(docker({ pushToken: false }));
    expect(only(without, "docker_registry_image")).not.toHaveProperty("auth_config");
    expect(Object.keys(without.resource).filter((type) => /token|scope_map/.test(type))).toEqual([]);
  });

  test("several images in one registry have tokens of different names", () => {
    const stack = new TestStack();
    for (const id of ["One", "Two"]) {
      new ModelImage(stack, id, { ...diabetes(), resourceGroup: stack.group, registry: givenRegistry() });
    }
    const tokens = Object.values(all(synth(stack), "azurerm_container_registry_token"));
    expect(tokens.map(({ name }) => name)).toEqual([
      "one-${local.One_NameSuffix}-push",
      "two-${local.Two_NameSuffix}-push",
    ]);
  });

  test("ContainerRegistryAttributes.provider, BoundRegistry.provider: the token is made in the registry's subscription", () => {
    const stack = new TestStack();
    const provider = new AzurermProvider(stack, "shared", { alias: "shared", features: [{}] });
    const registry = AzureContainerRegistry.fromAttributes({
      id: "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/shared/providers/Microsoft.ContainerRegistry/registries/given",
      name: "given",
      resourceGroupName: "shared",
      provider,
    });
    const image = new ModelImage(stack, "Image", { ...diabetes(), resourceGroup: stack.group, registry });
    expect(image.registry.provider).toBe(provider);
    const json = synth(stack);
    const made = ["scope_map", "token", "token_password"].map((type) =>
      only(json, `azurerm_container_registry_${type}`),
    );
    expect(made.map((one) => one.provider)).toEqual(["azurerm.shared", "azurerm.shared", "azurerm.shared"]);
  });
});
