import { ContainerRegistryScopeMap } from "@cdktf/provider-azurerm/lib/container-registry-scope-map";
import { ContainerRegistryToken } from "@cdktf/provider-azurerm/lib/container-registry-token";
import { ContainerRegistryTokenPassword } from "@cdktf/provider-azurerm/lib/container-registry-token-password";
import { Image } from "@cdktf/provider-docker/lib/image";
import { RegistryImage, type RegistryImageAuthConfig } from "@cdktf/provider-docker/lib/registry-image";
import { Fn, Tokenization } from "cdktf";
import type { Construct } from "constructs";
import type { BindContext } from "../bind-context";
import { readDockerBuilder } from "../private/rules/docker";
import { Inspector } from "../private/validation/inspector";
import type { ImageBuilderConfig, ImageBuildOptions, ImageBuildRequest } from "./image-build";

/**
 * A secret that the build reads and the image does not keep. Give one of `environmentVariable` and `file`; both are read
 * where Terraform runs, and neither is in Terraform's state.
 * @see https://docs.docker.com/build/building/secrets/
 */
export interface BuildSecret {
  /** ID of the secret. `pip_conf` is the configuration that pip installs the environment with. */
  readonly id: string;

  /**
   * Name of the environment variable that holds the secret.
   * @default - the secret is in a file
   */
  readonly environmentVariable?: string;

  /**
   * Path of the file that holds the secret: absolute, or relative to the stack's directory.
   * @default - the secret is in an environment variable
   */
  readonly file?: string;
}

/**
 * A Docker engine where Terraform runs. Which one (`host`, `context`, podman's socket) is said to the Docker provider.
 * @see https://registry.terraform.io/providers/kreuzwerker/docker/3.6.2/docs
 */
export interface DockerBuilderOptions extends ImageBuildOptions {
  /**
   * Images whose layers serve as cache. Not part of the content hash.
   * @default - the engine's own cache
   */
  readonly cacheFrom?: string[];

  /**
   * Secrets that the build reads. Docker's BuildKit hands them over; podman's engine does not.
   * @default - none
   */
  readonly secrets?: BuildSecret[];

  /**
   * Whether a registry token is made for the push, which may write to the one repository only; its password is in
   * Terraform's state. Without one the image is pushed with the registry's `registryAuth` of the Docker provider, which
   * can be the engine's own login (`az acr login`).
   * @default true
   */
  readonly pushToken?: boolean;

  /**
   * How long the build may take, in minutes, from 1 to 1440.
   * @default 60
   */
  readonly timeoutMinutes?: number;
}

export function buildWithDocker(
  scope: Construct,
  context: BindContext,
  request: ImageBuildRequest,
  given: DockerBuilderOptions,
): ImageBuilderConfig {
  const { registry, repositoryName, contentHash, contextPath } = request;
  const { build, cacheFrom, secrets, pipSecret, ...options } = readDockerBuilder(new Inspector(scope), given);
  const timeout = `${Tokenization.stringifyNumber(options.timeoutMinutes)}m`;
  // builds are not reproducible: only a changed context may push, not a fresh machine's other image ID
  const triggers = { contentHash };
  // a failed build leaves the image that runs in state; the hash in the name keeps the two apart
  const lifecycle = { createBeforeDestroy: true };
  const image = new Image(scope, "Build", {
    name: `${registry.loginServer}/${repositoryName}:${contentHash}`,
    buildAttribute: {
      context: contextPath,
      platform: build.platform,
      buildArgs: build.buildArgs,
      target: build.target,
      cacheFrom,
      secrets: secrets.length === 0 ? undefined : secrets,
    },
    triggers,
    // the layers serve as cache of the next build
    keepLocally: true,
    timeouts: { create: timeout, update: timeout },
    lifecycle,
  });
  const pushed = new RegistryImage(scope, "Push", {
    name: image.name,
    authConfig: options.pushToken ? pushToken(scope, context, request) : undefined,
    triggers,
    // an older image is what a rollback needs
    keepRemotely: true,
    lifecycle,
  });
  return {
    imageName: `${repositoryName}@sha256`,
    imageTag: Fn.trimprefix(pushed.sha256Digest, "sha256:"),
    options: build,
    pipSecret,
  };
}

/** A registry token that may push to one repository. */
function pushToken(
  scope: Construct,
  context: BindContext,
  { registry, repositoryName }: ImageBuildRequest,
): RegistryImageAuthConfig {
  const { provider } = registry;
  const where = { containerRegistryName: registry.name, resourceGroupName: registry.resourceGroupName, provider };
  const name = context.uniqueName("push", 49);
  const scopeMap = new ContainerRegistryScopeMap(scope, "PushScope", {
    ...where,
    name,
    // a push asks for what is there already before it writes
    actions: [`repositories/${repositoryName}/content/read`, `repositories/${repositoryName}/content/write`],
  });
  const token = new ContainerRegistryToken(scope, "PushToken", { ...where, name, scopeMapId: scopeMap.id });
  const password = new ContainerRegistryTokenPassword(scope, "PushPassword", {
    containerRegistryTokenId: token.id,
    password1: {},
    provider,
  });
  return { address: registry.loginServer, username: token.name, password: password.password1.value };
}
