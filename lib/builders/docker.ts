import { Fn, Token, Tokenization } from "cdktf";
import { ContainerRegistryScopeMap } from "@cdktf/provider-azurerm/lib/container-registry-scope-map";
import { ContainerRegistryToken } from "@cdktf/provider-azurerm/lib/container-registry-token";
import { ContainerRegistryTokenPassword } from "@cdktf/provider-azurerm/lib/container-registry-token-password";
import { Image, type ImageBuildSecrets } from "@cdktf/provider-docker/lib/image";
import { RegistryImage, type RegistryImageAuthConfig } from "@cdktf/provider-docker/lib/registry-image";
import type { Construct } from "constructs";
import type { BindContext } from "../bind-context";
import { needDocker } from "../private/provider-checks";
import { typeOf } from "../private/display";
import { Inspector, isStruct, isToken, type TextRule, type NumberRule } from "../private/validation";
import {
  checkBuildOptions,
  checkTimeout,
  type ImageBuilderConfig,
  type ImageBuildOptions,
  type ImageBuildRequest,
} from "./image-build";

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

/** ID of the secret that the library's Dockerfile hands to pip. */
const PIP_SECRET = "pip_conf";

export function buildWithDocker(
  scope: Construct,
  context: BindContext,
  request: ImageBuildRequest,
  given: DockerBuilderOptions,
): ImageBuilderConfig {
  const { registry, repositoryName, contentHash, contextPath } = request;
  needDocker(scope);
  const inspector = new Inspector(scope);
  const options = inspector.struct("builder", given);
  const build = checkBuildOptions(inspector, options);
  const cacheFrom = checkCache(inspector, options.cacheFrom);
  const secrets = checkSecrets(inspector, options.secrets);
  const minutes = checkTimeout(inspector, options.timeoutMinutes, TIMEOUT);
  const timeout = `${Tokenization.stringifyNumber(minutes)}m`;
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
    authConfig: inspector.fixedFlag("builder.pushToken", options.pushToken, true)
      ? pushToken(scope, context, request)
      : undefined,
    triggers,
    // an older image is what a rollback needs
    keepRemotely: true,
    lifecycle,
  });
  return {
    imageName: `${repositoryName}@sha256`,
    imageTag: Fn.trimprefix(pushed.sha256Digest, "sha256:"),
    options: build,
    pipSecret: secrets.some(({ id }) => id === PIP_SECRET),
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

function list<T>(inspector: Inspector, prop: string, value: readonly T[] = []): readonly T[] {
  if (Array.isArray(value)) return value as readonly T[];
  inspector.reject({
    code: "list",
    prop,
    value: typeOf(value),
    message: "a list",
    remedy: "Give a list, or leave it out.",
  });
  return [];
}

/** The images, which Terraform alone may know all together. */
function checkCache(inspector: Inspector, given: readonly string[] | undefined): string[] | undefined {
  if (given !== undefined && isToken(given)) return Token.asList(given);
  const images = list(inspector, "builder.cacheFrom", given);
  return images.length === 0 ? undefined : images.map((image) => inspector.text("builder.cacheFrom", image, IMAGE));
}

/** The secrets, each of its own id. */
function checkSecrets(inspector: Inspector, given: readonly BuildSecret[] | undefined): ImageBuildSecrets[] {
  const secrets = list(inspector, "builder.secrets", given).map((secret, i) => checkSecret(inspector, secret, i));
  const ids = secrets.map(({ id }) => id);
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  if (twice !== undefined) {
    const message = "secrets of different ids";
    const remedy = "Give each secret an id of its own, by which the Dockerfile names it.";
    inspector.reject({ code: "build-secret-id", prop: "builder.secrets", value: twice, message, remedy });
  }
  return secrets;
}

function checkSecret(inspector: Inspector, secret: BuildSecret, index: number): ImageBuildSecrets {
  const standIn = { id: `secret${index}`, env: "SECRET" };
  if (!isStruct(secret)) {
    const remedy = 'Give for example { id: "pip_conf", environmentVariable: "PIP_CONF" }.';
    inspector.reject({
      code: "build-secret",
      prop: "builder.secrets",
      value: typeOf(secret),
      message: "id, and environmentVariable or file",
      remedy,
    });
    return standIn;
  }
  const { id, environmentVariable, file } = secret;
  if ((environmentVariable === undefined) === (file === undefined)) {
    inspector.reject({
      code: "build-secret",
      prop: "builder.secrets",
      value: Object.keys(secret),
      message: "either environmentVariable or file",
      remedy: "Give the name of an environment variable, or the path of a file.",
    });
  }
  return {
    id: inspector.text("builder.secrets.id", id, SECRET_ID),
    env: inspector.optionalText("builder.secrets.environmentVariable", environmentVariable, ENVIRONMENT_VARIABLE),
    src: inspector.optionalText("builder.secrets.file", file, SECRET_FILE),
  };
}

const TIMEOUT: NumberRule = { code: "builder-timeout", minimum: 1, maximum: 1440, unit: "minutes" };

const IMAGE: TextRule = {
  code: "build-cache-image",
  allowed: "the reference of an image",
  remedy: "Give registry, repository and tag, for example myregistry.azurecr.io/diabetes:cache.",
  example: "cache",
  test: (image) =>
    /^(?:[A-Za-z0-9.-]+(?::\d{1,5})?\/)?[a-z0-9]+(?:[._-]+[a-z0-9]+)*(?:\/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*(?::\w[\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$/.test(
      image,
    ),
};

const SECRET_ID: TextRule = {
  code: "build-secret-id",
  allowed: "letters, digits, hyphens, underscores and periods",
  remedy: `Give the id of the Dockerfile's RUN --mount=type=secret, for example ${PIP_SECRET}.`,
  example: PIP_SECRET,
  secret: true,
  test: (id) => /^[\w.-]+$/.test(id),
};

const ENVIRONMENT_VARIABLE: TextRule = {
  code: "build-secret-variable",
  allowed: "the name of an environment variable",
  remedy: "Give the name, not the secret itself.",
  example: "PIP_CONF",
  // who gives the secret itself must not read it in a log
  secret: true,
  test: (name) => /^[A-Za-z_]\w*$/.test(name),
};

const SECRET_FILE: TextRule = {
  code: "build-secret-file",
  allowed: "a path, absolute or relative to the stack's directory; ~ is not expanded",
  remedy: "Give an absolute path, or the name of an environment variable instead.",
  example: "pip.conf",
  test: (path) => path !== "" && !path.startsWith("~"),
};
