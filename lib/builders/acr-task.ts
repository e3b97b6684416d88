import { ContainerRegistryTask } from "@cdktf/provider-azurerm/lib/container-registry-task";
import { ContainerRegistryTaskScheduleRunNow } from "@cdktf/provider-azurerm/lib/container-registry-task-schedule-run-now";
import { RoleAssignment } from "@cdktf/provider-azurerm/lib/role-assignment";
import { StorageBlob } from "@cdktf/provider-azurerm/lib/storage-blob";
import { StorageContainer } from "@cdktf/provider-azurerm/lib/storage-container";
import { Fn, type ITerraformDependable, TerraformLocal, TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import { stringify } from "yaml";
import { AzureIdentity } from "../azure/azure-identity";
import { AzureStorageAccount } from "../azure/azure-storage-account";
import { BindContext } from "../bind-context";
import { type AcrTaskBuild, readAcrTaskBuilder } from "../private/rules/acr-task";
import { clientConfigOf } from "../private/stack/client-config";
import { checkBlobAccessAtSynth } from "../private/stack/providers";
import { Inspector } from "../private/validation/inspector";
import { ContextFormat, type ImageBuilderConfig, type ImageBuildOptions, type ImageBuildRequest } from "./image-build";

/**
 * A task that builds inside of Azure Container Registry.
 * @see https://learn.microsoft.com/azure/container-registry/container-registry-tasks-overview
 */
export interface AcrTaskBuilderOptions extends ImageBuildOptions {
  /**
   * Agent pool on which the task runs, of a Premium registry: more cores, or a virtual network.
   * @see https://learn.microsoft.com/azure/container-registry/tasks-agent-pools
   * @default - Azure's shared machines
   */
  readonly agentPoolName?: string;

  /**
   * Whether the roles are assigned that upload and task need. That takes Owner or User Access Administrator: switch it off
   * where a platform team assigns roles.
   * @default true
   */
  readonly assignRoles?: boolean;

  /**
   * Whether whoever runs Terraform is assigned Storage Blob Data Contributor where the build context is uploaded to.
   * Switch it off where several people or pipelines run Terraform in turn, and give them the role by other means: each
   * would take it from the one before.
   * @default - as `assignRoles`
   */
  readonly assignUploadRole?: boolean;

  /**
   * Storage account that the build context is uploaded to, in the provider's subscription.
   * @default - the image gets one of its own
   */
  readonly contextStorage?: AzureStorageAccount;

  /**
   * Processor cores. Outside of agent pools Azure offers 2.
   * @default - Azure's default
   */
  readonly cpu?: number;

  /**
   * The identity as which the task downloads the build context.
   * @default - the image gets one of its own
   */
  readonly identity?: AzureIdentity;

  /**
   * Repository and tag to which the task's log is written in the registry, for example `logs:{{.Run.ID}}`.
   * @see https://learn.microsoft.com/azure/container-registry/container-registry-tasks-logs#alternative-log-storage
   * @default - the log is kept by Azure for 30 days
   */
  readonly logTemplate?: string;

  /**
   * How long the build may take, in minutes, from 5 to 480.
   * @default 60
   */
  readonly timeoutMinutes?: number;
}

/**
 * Holds az, which signs in as the task's identity, and Python, which unpacks: tar is not in it. `--client-id` came with 2.69.
 */
const CLI_IMAGE = "mcr.microsoft.com/azure-cli:2.77.0";

/** The only platform that options may name, as a task has it. */
const TASK_PLATFORM = { os: "Linux", architecture: "amd64" };

export function buildWithAcrTask(
  scope: Construct,
  context: BindContext,
  request: ImageBuildRequest,
  given: AcrTaskBuilderOptions,
): ImageBuilderConfig {
  const { registry, repositoryName, contentHash } = request;
  const options = readAcrTaskBuilder(new Inspector(scope), given);
  const { build, timeoutSeconds } = options;
  const upload = uploadContext(scope, context, request, options);
  const image = `$Registry/${repositoryName}:${contentHash}`;
  const steps = new TerraformLocal(
    scope,
    "BuildSteps",
    stringify(
      {
        version: "v1.1.0",
        // of each step, the default of which is 10 minutes
        stepTimeout: timeoutSeconds,
        steps: [...upload.downloadSteps, { build: `-t ${image} ${buildArguments(build)}context` }, { push: [image] }],
      },
      // quoted whatever Terraform puts into them, and not folded
      { defaultStringType: "QUOTE_DOUBLE", defaultKeyType: "PLAIN", lineWidth: 0 },
    ),
  );
  const { provider } = registry;
  const built = new TerraformLocal(scope, "BuiltImage", `${repositoryName}:${contentHash}`);
  const task = new ContainerRegistryTask(scope, "BuildTask", {
    // a run is done once a task: its name says what is built, and the state which build is done
    name: `${context.uniqueName("", 33)}-${Fn.substr(Fn.sha256(built.asString), 0, 16)}`,
    containerRegistryId: registry.id,
    identity: { type: "UserAssigned", identityIds: [upload.identityId] },
    platform: TASK_PLATFORM,
    timeoutInSeconds: timeoutSeconds,
    ...options.machine,
    logTemplate: options.logTemplate,
    encodedStep: { taskContent: Fn.base64encode(steps.asString) },
    tags: context.tags,
    provider,
  });
  const run = new ContainerRegistryTaskScheduleRunNow(scope, "BuildRun", {
    containerRegistryTaskId: task.id,
    timeouts: { create: `${options.runTimeoutMinutes}m` },
    dependsOn: upload.dependencies,
    provider,
  });
  // the provider tells that a build has failed, not why
  new TerraformOutput(scope, "BuildLog", {
    description: `Shows the log of the build of ${repositoryName}`,
    value: `az acr task logs --registry ${registry.name} --name ${task.name}`,
  });
  return {
    imageName: repositoryName,
    imageTag: contentHash,
    dependencies: [run],
    contextFormat: ContextFormat.TARBALL,
    options: build,
  };
}

interface UploadedContext {
  /** Resource ID of the identity that may download. */
  readonly identityId: string;
  readonly downloadSteps: readonly object[];
  readonly dependencies: ITerraformDependable[];
}

/** Puts the tarball into a private container, from which the task downloads it as its own identity. */
function uploadContext(
  scope: Construct,
  surroundings: BindContext,
  { contentHash, contextTarballPath }: ImageBuildRequest,
  { assignRoles, assignUploadRole, contextStorage, ...options }: AcrTaskBuild,
): UploadedContext {
  const identity = (options.identity ?? AzureIdentity.create()).bind(scope, surroundings);
  // with an identity, so that an account of our own has no shared keys
  const { resourceGroup, location, tags } = surroundings;
  const context = new BindContext(scope, { resourceGroup, location, tags, identity, assignRoles });
  const account = (contextStorage ?? AzureStorageAccount.create()).bind(scope, "ContextStorage", context, "context");
  const container = new StorageContainer(scope, "ContextContainer", {
    name: context.uniqueName("context", 63),
    storageAccountId: account.id,
    containerAccessType: "private",
  });
  context.grantRole(scope, "ContextReader", container.id, "Storage Blob Data Reader");
  const uploadRoles = assignUploadRole
    ? [
        new RoleAssignment(scope, "ContextUploader", {
          // it takes minutes to count: of an account of the image's own, it is assigned before the container is made
          scope: contextStorage === undefined ? account.id : container.id,
          roleDefinitionName: "Storage Blob Data Contributor",
          principalId: clientConfigOf(scope).objectId,
        }),
      ]
    : [];
  const blobName = `${contentHash}.tar.gz`;
  const blob = new StorageBlob(scope, "Context", {
    name: blobName,
    storageAccountName: account.name,
    storageContainerName: container.name,
    type: "Block",
    contentType: "application/gzip",
    source: contextTarballPath,
    dependsOn: uploadRoles,
  });
  if (contextStorage === undefined) checkBlobAccessAtSynth(blob);
  // put together rather than the blob's url, which no plan knows of a blob to be made
  const url = `${account.primaryBlobEndpoint}${container.name}/${blobName}`;
  const download = `az storage blob download --auth-mode login --blob-url ${url} --file context.tar.gz --no-progress --output none`;
  return {
    identityId: identity.id,
    downloadSteps: [
      {
        cmd: `${CLI_IMAGE} az login --identity --client-id ${identity.clientId} --allow-no-subscriptions --output none`,
      },
      // a role can take minutes to count
      { cmd: `${CLI_IMAGE} ${download}`, retries: 10, retryDelay: 30 },
      { cmd: `${CLI_IMAGE} python3 -m tarfile --extract context.tar.gz context` },
    ],
    dependencies: [blob, ...context.dependencies],
  };
}

function buildArguments({ buildArgs = {}, target }: ImageBuildOptions): string {
  const args = Object.entries(buildArgs).map(([name, value]) => `--build-arg ${name}=${value}`);
  return [...(target === undefined ? [] : [`--target ${target}`]), ...args].map((argument) => `${argument} `).join("");
}
