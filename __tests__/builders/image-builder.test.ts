import { existsSync, readdirSync } from "fs";
import { DataResource, type ITerraformDependable } from "cdktf";
import { type Construct } from "constructs";
import { BindContext, ContextFormat, ImageBuilder, type ImageBuilderConfig, type ImageBuildRequest } from "../../lib";
import { functionApp, only } from "../support/synth";
import { givenRegistry } from "../support/test-stack";
import { builtBy, hashOf, written } from "./image-build";

/** A builder of the user's own. */
class ScriptBuilder extends ImageBuilder {
  public request?: ImageBuildRequest;

  public constructor(private readonly config: Partial<ImageBuilderConfig> = {}) {
    super();
  }

  public bind(scope: Construct, context: BindContext, request: ImageBuildRequest): ImageBuilderConfig {
    this.request = request;
    const run: ITerraformDependable = new DataResource(scope, "Script", {
      triggersReplace: {
        tarball: request.contextTarballPath,
        directory: request.contextPath,
        group: context.resourceGroupName,
      },
    });
    return { imageName: "built", imageTag: "v1", dependencies: [run], ...this.config };
  }
}

describe("a builder of one's own", () => {
  test("ImageBuildRequest.registry, ImageBuildRequest.repositoryName: where the image is to go", () => {
    const builder = new ScriptBuilder();
    builtBy(builder, { registry: givenRegistry(), repositoryName: "team/model" });
    expect(builder.request!.registry.loginServer).toBe("given.azurecr.io");
    expect(builder.request!.repositoryName).toBe("team/model");
  });

  test("ImageBuildRequest.contentHash, ImageBuildRequest.contextPath, ImageBuildRequest.contextTarballPath: what is built", () => {
    const builder = new ScriptBuilder();
    const hash = hashOf(ImageBuilder.docker());
    const { triggers_replace: told } = only(builtBy(builder), "terraform_data");
    expect(told).toEqual({
      directory: `build-contexts/${hash}`,
      tarball: `build-contexts/${hash}.tar.gz`,
      group: "${azurerm_resource_group.Group.name}",
    });
    expect(builder.request!.contentHash).toMatch(/TfToken/);
  });

  test("ImageBuilderConfig.imageName, ImageBuilderConfig.imageTag: what the app runs", () => {
    const { docker } = functionApp(builtBy(new ScriptBuilder())).site_config.application_stack;
    expect(docker[0]).toMatchObject({ image_name: "built", image_tag: "v1" });
  });

  test("ImageBuilderConfig.dependencies: what the app waits for", () => {
    expect(functionApp(builtBy(new ScriptBuilder())).depends_on).toContain("terraform_data.App_Image_Script");
    expect(functionApp(builtBy(new ScriptBuilder({ dependencies: [] }))).depends_on).not.toContain(
      "terraform_data.App_Image_Script",
    );
  });

  test("ImageBuilderConfig.contextFormat: a directory, or a tarball", () => {
    const staged = (contextFormat?: ContextFormat) =>
      readdirSync(`${written(new ScriptBuilder({ contextFormat })).directory}/build-contexts`).sort();
    const hash = hashOf(ImageBuilder.docker());
    expect(staged()).toEqual([hash, "images.json"]);
    expect(staged(ContextFormat.DIRECTORY)).toEqual([hash, "images.json"]);
    expect(staged(ContextFormat.TARBALL)).toEqual([`${hash}.tar.gz`, "images.json"]);
  });

  test("ImageBuilderConfig.options: what shapes the image is hashed", () => {
    const options = { buildArgs: { VERSION: "1" } };
    expect(hashOf(new ScriptBuilder({ options }))).toBe(hashOf(ImageBuilder.docker(options)));
    expect(hashOf(new ScriptBuilder())).toBe(hashOf(ImageBuilder.docker()));
  });

  test("ImageBuilderConfig.pipSecret: pip reads its configuration from a secret", () => {
    const builder = new ScriptBuilder({ pipSecret: true });
    const { directory } = written(builder);
    expect(hashOf(builder)).not.toBe(hashOf(new ScriptBuilder()));
    expect(existsSync(`${directory}/build-contexts/${hashOf(builder)}`)).toBe(true);
  });

  test("ImageBuilder.isImageBuilder: by brand", () => {
    expect(ImageBuilder.isImageBuilder(new ScriptBuilder())).toBe(true);
    expect(ImageBuilder.isImageBuilder(ImageBuilder.acrTask())).toBe(true);
    expect(ImageBuilder.isImageBuilder({})).toBe(false);
  });
});

describe("switching the builder", () => {
  test.each([
    ["acrTask", ImageBuilder.acrTask()],
    ["prebuilt", ImageBuilder.prebuilt()],
  ])("to %s changes nothing of the app but its image, and neither registry nor storage", (_, builder) => {
    const kept = (json: ReturnType<typeof builtBy>) => {
      const { site_config: site, ...app } = functionApp(json);
      delete app.depends_on;
      delete site.application_stack;
      const { App_HostStorage: storage } = json.resource.azurerm_storage_account!;
      return { app, site, storage, registry: json.resource.azurerm_container_registry };
    };
    expect(kept(builtBy(builder))).toEqual(kept(builtBy(ImageBuilder.docker())));
    expect(hashOf(builder)).toBe(hashOf(ImageBuilder.docker()));
  });
});
