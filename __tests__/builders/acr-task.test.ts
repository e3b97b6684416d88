import { existsSync, readdirSync } from "fs";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { TerraformStack, Testing } from "cdktf";
import { parse } from "yaml";
import {
  type AcrTaskBuilderOptions,
  AzureContainerRegistry,
  AzureIdentity,
  AzureStorageAccount,
  ContainerImage,
  ImageBuilder,
  ModelImage,
} from "../../lib";
import { ids } from "../support/ids";
import { KNOWN_TO_TERRAFORM } from "../support/numbers";
import { all, only, roles, synth, type Synthesized } from "../support/synth";
import { addApp, diabetes, TestStack } from "../support/test-stack";
import { builtBy, hashOf, written } from "./image-build";

const REGISTRY_ID =
  "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/shared/providers/Microsoft.ContainerRegistry/registries/given";

const built = (options: AcrTaskBuilderOptions = {}) => builtBy(ImageBuilder.acrTask(options));
const taskOf = (options: AcrTaskBuilderOptions = {}) => only(built(options), "azurerm_container_registry_task");
const stepsOf = (json: Synthesized) => parse(json.locals.App_Image_BuildSteps);

describe("ImageBuilder.acrTask", () => {
  test("ImageBuilder.acrTask: needs no Docker engine, neither for Terraform nor for its providers", () => {
    const { json, directory } = written(ImageBuilder.acrTask());
    expect(Object.keys(json.resource).filter((type) => type.startsWith("docker"))).toEqual([]);
    const hash = hashOf(ImageBuilder.acrTask());
    // the tarball once, and no directory besides
    expect(readdirSync(`${directory}/build-contexts`).sort()).toEqual([`${hash}.tar.gz`, "images.json"]);
  });

  test("what is uploaded lies beside the stack's JSON, and has the hash in its name", () => {
    const { json, directory } = written(ImageBuilder.acrTask());
    const hash = hashOf(ImageBuilder.acrTask());
    const blob = only(json, "azurerm_storage_blob");
    expect(blob).toMatchObject({
      name: `${hash}.tar.gz`,
      source: `build-contexts/${hash}.tar.gz`,
      type: "Block",
      content_type: "application/gzip",
      storage_account_name: "${azurerm_storage_account.App_Image_ContextStorage.name}",
      storage_container_name: "${azurerm_storage_container.App_Image_ContextContainer.name}",
    });
    expect(existsSync(`${directory}/${blob.source}`)).toBe(true);
    expect(only(json, "azurerm_storage_container")).toMatchObject({
      container_access_type: "private",
      storage_account_id: "${azurerm_storage_account.App_Image_ContextStorage.id}",
    });
    expect(all(json, "azurerm_storage_account").App_Image_ContextStorage).toMatchObject({
      shared_access_key_enabled: false,
    });
  });

  test("the task downloads as its own identity, unpacks, builds and pushes", () => {
    const json = built();
    const hash = hashOf(ImageBuilder.acrTask());
    const cli = "mcr.microsoft.com/azure-cli:2.77.0";
    const url =
      "${azurerm_storage_account.App_Image_ContextStorage.primary_blob_endpoint}" +
      "${azurerm_storage_container.App_Image_ContextContainer.name}/" +
      `${hash}.tar.gz`;
    expect(stepsOf(json)).toEqual({
      version: "v1.1.0",
      stepTimeout: 3600,
      steps: [
        {
          cmd: `${cli} az login --identity --client-id \${azurerm_user_assigned_identity.App_Image_Identity.client_id} --allow-no-subscriptions --output none`,
        },
        {
          cmd: `${cli} az storage blob download --auth-mode login --blob-url ${url} --file context.tar.gz --no-progress --output none`,
          retries: 10,
          retryDelay: 30,
        },
        { cmd: `${cli} python3 -m tarfile --extract context.tar.gz context` },
        { build: `-t $Registry/app:${hash} context` },
        { push: [`$Registry/app:${hash}`] },
      ],
    });
    expect(only(json, "azurerm_container_registry_task")).toMatchObject({
      container_registry_id: "${azurerm_container_registry.App_Image_Registry.id}",
      encoded_step: { task_content: "${base64encode(local.App_Image_BuildSteps)}" },
      identity: {
        type: "UserAssigned",
        identity_ids: ["${azurerm_user_assigned_identity.App_Image_Identity.id}"],
      },
      platform: { os: "Linux", architecture: "amd64" },
    });
  });

  test("the app runs the image by its content hash, once it is built", () => {
    const json = built();
    const app = only(json, "azurerm_linux_function_app");
    expect(app.site_config.application_stack.docker[0]).toMatchObject({
      image_name: "app",
      image_tag: hashOf(ImageBuilder.acrTask()),
    });
    expect(app.depends_on).toContain("azurerm_container_registry_task_schedule_run_now.App_Image_BuildRun");
    expect(only(json, "azurerm_container_registry_task_schedule_run_now")).toMatchObject({
      container_registry_task_id: "${azurerm_container_registry_task.App_Image_BuildTask.id}",
      depends_on: ["azurerm_storage_blob.App_Image_Context", "azurerm_role_assignment.App_Image_ContextReader"],
    });
  });

  test("a run is done once a task, whose name says what is built", () => {
    const json = built();
    const named = ["app-image-${local.App_Image_NameSuffix}-", "${substr(sha256(local.App_Image_BuiltImage), 0, 16)}"];
    expect(only(json, "azurerm_container_registry_task").name).toBe(named.join(""));
    expect(json.locals.App_Image_BuiltImage).toBe(`app:${hashOf(ImageBuilder.acrTask())}`);
  });

  test("an output says where the log of a failed build is", () => {
    expect(built().output.App_Image_BuildLog!.value).toBe(
      "az acr task logs --registry ${azurerm_container_registry.App_Image_Registry.name}" +
        " --name ${azurerm_container_registry_task.App_Image_BuildTask.name}",
    );
  });

  test("ModelImage.dependencies: whatever runs the image waits for the build, apps that share one too", () => {
    const stack = new TestStack();
    const builder = ImageBuilder.acrTask();
    const image = new ModelImage(stack, "Shared", { ...diabetes({ builder }), resourceGroup: stack.group });
    expect(image.dependencies).toEqual([image.node.findChild("BuildRun")]);
    for (const id of ["One", "Two"]) addApp(stack, { image: ContainerImage.fromModelImage(image) }, id);
    const json = synth(stack);
    expect(Object.keys(all(json, "azurerm_container_registry_task"))).toEqual(["Shared_BuildTask"]);
    for (const app of Object.values(all(json, "azurerm_linux_function_app"))) {
      expect(app.depends_on).toContain("azurerm_container_registry_task_schedule_run_now.Shared_BuildRun");
    }
  });
});

describe("options", () => {
  test("AcrTaskBuilderOptions.timeoutMinutes: of the task, of each step and of the wait", () => {
    const json = built({ timeoutMinutes: 120 });
    expect(only(json, "azurerm_container_registry_task").timeout_in_seconds).toBe(7200);
    expect(stepsOf(json).stepTimeout).toBe(7200);
    expect(only(json, "azurerm_container_registry_task_schedule_run_now").timeouts).toEqual({ create: "135m" });
    expect(() => built({ timeoutMinutes: 4 })).toThrow("(builder-timeout)");
    expect(() => built({ timeoutMinutes: 481 })).toThrow("(builder-timeout)");
  });

  test.each(KNOWN_TO_TERRAFORM)("a time limit that Terraform knows: %s", (_, { of, operand }) => {
    const stack = new TestStack();
    addApp(stack, {
      image: ContainerImage.fromModel(diabetes({ builder: ImageBuilder.acrTask({ timeoutMinutes: of(stack) }) })),
    });
    const json = synth(stack);
    expect(only(json, "azurerm_container_registry_task").timeout_in_seconds).toBe(`\${(${operand} * 60)}`);
    expect(json.locals.App_Image_BuildSteps).toContain(`stepTimeout: \${(${operand} * 60)}\n`);
    const wait = { create: `\${(${operand} + 15)}m` };
    expect(only(json, "azurerm_container_registry_task_schedule_run_now").timeouts).toEqual(wait);
  });

  test("AcrTaskBuilderOptions.cpu: what Azure offers", () => {
    expect(taskOf({ cpu: 2 }).agent_setting).toEqual({ cpu: 2 });
    expect(taskOf()).not.toHaveProperty("agent_setting");
    expect(() => taskOf({ cpu: 4 })).toThrow("(task-cpu)");
  });

  test("AcrTaskBuilderOptions.agentPoolName: in place of cores", () => {
    expect(taskOf({ agentPoolName: "pool" }).agent_pool_name).toBe("pool");
    expect(() => taskOf({ agentPoolName: "pool", cpu: 2 })).toThrow("(task-cpu)");
    expect(() => taskOf({ agentPoolName: "a pool" })).toThrow("(task-agent-pool)");
  });

  test("AcrTaskBuilderOptions.logTemplate: where the log goes", () => {
    expect(taskOf({ logTemplate: "logs:{{.Run.ID}}" }).log_template).toBe("logs:{{.Run.ID}}");
    expect(taskOf()).not.toHaveProperty("log_template");
  });

  test("AcrTaskBuilderOptions.identity: as which the task downloads", () => {
    const identity = AzureIdentity.fromAttributes({
      id: ids.identity,
      clientId: ids.client,
      principalId: ids.principal,
    });
    const json = built({ identity });
    expect(only(json, "azurerm_container_registry_task").identity.identity_ids).toEqual([ids.identity]);
    expect(stepsOf(json).steps[0].cmd).toContain(`--client-id ${ids.client}`);
    const readers = Object.values(all(json, "azurerm_role_assignment")).filter((role) => {
      return role.role_definition_name === "Storage Blob Data Reader";
    });
    expect(readers.map((role) => role.principal_id)).toEqual([ids.principal]);
    expect(all(json, "azurerm_user_assigned_identity")).not.toHaveProperty("App_Image_Identity");
  });

  test("AcrTaskBuilderOptions.contextStorage: a container in a given account, with roles on it alone", () => {
    const contextStorage = AzureStorageAccount.fromAttributes({ id: ids.storage, name: "given" });
    const json = built({ contextStorage });
    expect(all(json, "azurerm_storage_account")).not.toHaveProperty("App_Image_ContextStorage");
    expect(only(json, "azurerm_storage_container").storage_account_id).toBe(ids.storage);
    expect(only(json, "azurerm_storage_blob").storage_account_name).toBe("given");
    expect(roles(json)).toEqual(
      expect.arrayContaining([
        "Storage Blob Data Contributor on ${azurerm_storage_container.App_Image_ContextContainer.id}",
        "Storage Blob Data Reader on ${azurerm_storage_container.App_Image_ContextContainer.id}",
      ]),
    );
  });

  test("AcrTaskBuilderOptions.assignRoles: of the task and of whoever uploads", () => {
    const contextRoles = (options: AcrTaskBuilderOptions) =>
      roles(built(options)).filter((role) => /App_Image/.test(role) && /Blob/.test(role));
    expect(contextRoles({})).toEqual([
      "Storage Blob Data Contributor on ${azurerm_storage_account.App_Image_ContextStorage.id}",
      "Storage Blob Data Reader on ${azurerm_storage_container.App_Image_ContextContainer.id}",
    ]);
    expect(contextRoles({ assignRoles: false })).toEqual([]);
  });

  test("AcrTaskBuilderOptions.assignUploadRole: of whoever uploads, before the upload", () => {
    const json = built();
    expect(all(json, "azurerm_role_assignment").App_Image_ContextUploader).toMatchObject({
      principal_id: "${data.azurerm_client_config.MlFunctionsClientConfig.object_id}",
    });
    expect(only(json, "azurerm_storage_blob").depends_on).toEqual([
      "azurerm_role_assignment.App_Image_ContextUploader",
    ]);
    const without = built({ assignUploadRole: false });
    expect(all(without, "azurerm_role_assignment")).not.toHaveProperty("App_Image_ContextUploader");
    expect(all(without, "azurerm_role_assignment")).toHaveProperty("App_Image_ContextReader");
    expect(only(without, "azurerm_storage_blob").depends_on).toEqual([]);
  });

  test("the provider must sign in to an account without keys", () => {
    const upload = (contextStorage?: AzureStorageAccount) => {
      const stack = new TerraformStack(Testing.app(), "test");
      new AzurermProvider(stack, "azurerm", { features: [{ storage: [{ dataPlaneAvailable: false }] }] });
      const builder = ImageBuilder.acrTask({ contextStorage });
      const resourceGroup = { name: "ml", location: "westeurope" };
      new ModelImage(stack, "Image", { ...diabetes({ builder }), resourceGroup });
      return synth(stack);
    };
    expect(() => upload()).toThrow("(provider-blobs)");
    expect(() => upload(AzureStorageAccount.fromAttributes({ id: ids.storage, name: "given" }))).not.toThrow();
  });

  test("what shapes the image is given to the build", () => {
    const json = built({ buildArgs: { BASE_IMAGE: "base:1", EMPTY: "" }, target: "final" });
    expect(stepsOf(json).steps[3].build).toMatch(
      /^-t \$Registry\/app:[0-9a-f]{64} --target final --build-arg BASE_IMAGE=base:1 --build-arg EMPTY= context$/,
    );
  });

  test.each(["two words", "$Registry", "'", "a;b", "{{.Run.ID}}", "`id`"])(
    "a build argument must pass a task's line as it is: not %j",
    (value) => {
      expect(() => built({ buildArgs: { ARGUMENT: value } })).toThrow("(task-build-argument)");
    },
  );

  test("task and run are made with the provider of a registry in another subscription", () => {
    const stack = new TestStack();
    const provider = new AzurermProvider(stack, "shared", { alias: "shared", features: [{}] });
    const registry = AzureContainerRegistry.fromAttributes({
      id: REGISTRY_ID,
      name: "given",
      resourceGroupName: "shared",
      provider,
    });
    const builder = ImageBuilder.acrTask();
    new ModelImage(stack, "Image", { ...diabetes({ builder }), resourceGroup: stack.group, registry });
    const json = synth(stack);
    expect(only(json, "azurerm_container_registry_task").provider).toBe("azurerm.shared");
    expect(only(json, "azurerm_container_registry_task_schedule_run_now").provider).toBe("azurerm.shared");
    expect(only(json, "azurerm_storage_blob")).not.toHaveProperty("provider");
  });
});
