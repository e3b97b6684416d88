import type { ImageBuildSecrets } from "@cdktf/provider-docker/lib/image";
import { Token } from "cdktf";
import type { BuildSecret, DockerBuilderOptions } from "../../builders/docker";
import type { ImageBuildOptions } from "../../builders/image-build";
import { checkDockerAtSynth } from "../stack/providers";
import { typeOf } from "../validation/display";
import { type Inspector, isStruct, type NumberRule, type TextRule } from "../validation/inspector";
import { isToken } from "../validation/tokens";
import { BUILD_OPTIONS, readBuildOptions, readTimeout } from "./image-build";

interface DockerBuild {
  readonly build: ImageBuildOptions;
  readonly cacheFrom: string[] | undefined;
  readonly secrets: ImageBuildSecrets[];
  /** Whether one of them is the configuration of pip. */
  readonly pipSecret: boolean;
  readonly timeoutMinutes: number;
  readonly pushToken: boolean;
}

export function readDockerBuilder(inspector: Inspector, given: DockerBuilderOptions): DockerBuild {
  checkDockerAtSynth(inspector.scope);
  const options = inspector.struct("builder", given, {
    ...BUILD_OPTIONS,
    cacheFrom: true,
    pushToken: true,
    secrets: true,
    timeoutMinutes: true,
  });
  const build = readBuildOptions(inspector, options);
  const cacheFrom = readCache(inspector, options.cacheFrom);
  const secrets = readSecrets(inspector, options.secrets);
  return {
    build,
    cacheFrom,
    secrets,
    pipSecret: secrets.some(({ id }) => id === PIP_SECRET),
    timeoutMinutes: readTimeout(inspector, options.timeoutMinutes, TIMEOUT),
    pushToken: inspector.fixedFlag("builder.pushToken", options.pushToken, true),
  };
}

/** ID of the secret that the library's Dockerfile hands to pip. */
const PIP_SECRET = "pip_conf";

function readList<T>(inspector: Inspector, prop: string, value: readonly T[] = []): readonly T[] {
  if (Array.isArray(value)) return value as readonly T[];
  inspector.refuse({
    code: "list",
    prop,
    value: typeOf(value),
    message: "a list",
    remedy: "Give a list, or leave it out.",
  });
  return [];
}

/** The images, which Terraform alone may know all together. */
function readCache(inspector: Inspector, given: readonly string[] | undefined): string[] | undefined {
  if (given !== undefined && isToken(given)) return Token.asList(given);
  const images = readList(inspector, "builder.cacheFrom", given);
  return images.length === 0 ? undefined : images.map((image) => inspector.text("builder.cacheFrom", image, IMAGE));
}

/** The secrets, each of its own id. */
function readSecrets(inspector: Inspector, given: readonly BuildSecret[] | undefined): ImageBuildSecrets[] {
  const secrets = readList(inspector, "builder.secrets", given).map((secret, i) => readSecret(inspector, secret, i));
  const ids = secrets.map(({ id }) => id);
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  if (twice !== undefined) {
    const message = "secrets of different ids";
    const remedy = "Give each secret an id of its own, by which the Dockerfile names it.";
    inspector.refuse({ code: "build-secret-id", prop: "builder.secrets", value: twice, message, remedy });
  }
  return secrets;
}

function readSecret(inspector: Inspector, secret: BuildSecret, index: number): ImageBuildSecrets {
  const standIn = { id: `secret${index}`, env: "SECRET" };
  if (!isStruct(secret)) {
    const remedy = 'Give for example { id: "pip_conf", environmentVariable: "PIP_CONF" }.';
    inspector.refuse({
      code: "build-secret",
      prop: "builder.secrets",
      value: typeOf(secret),
      message: "id, and environmentVariable or file",
      remedy,
    });
    return standIn;
  }
  const { id, environmentVariable, file } = inspector.struct("builder.secrets", secret, {
    id: true,
    environmentVariable: true,
    file: true,
  });
  if ((environmentVariable === undefined) === (file === undefined)) {
    inspector.refuse({
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
  allowed: "ASCII letters, digits, hyphens, underscores and periods",
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
