import { Fn, TerraformStack } from "cdktf";
import type { AzureContainerRegistry } from "../../azure/azure-container-registry";
import type { ContainerImageConfig, PublicImageProps, RegistryImageProps } from "../../container-image";
import type { ModelImage, ModelImageOptions } from "../../model-image";
import type { Inspector, TextRule } from "../validation/inspector";
import { asText, isToken } from "../validation/tokens";
import { NAME_RULES } from "./common/names";
import { readPart } from "./common/parts";

/** Repository and tag of an image, as a function app refers to it. */
export interface ImageReference {
  readonly imageName: string;
  readonly imageTag: string;
}

/** Stands in for an image that was refused. */
export const REFUSED_IMAGE: ContainerImageConfig = {
  registryHost: "index.docker.io",
  imageName: "model",
  imageTag: "v1",
  pullsAsIdentity: false,
};

/** Options of an image, read one by one where the image is made. */
export function readOwnModelImage(inspector: Inspector, given: ModelImageOptions): ModelImageOptions {
  // its options are judged where the image is made
  return inspector.struct("image", given, undefined);
}

/** An image that was made before; undefined where the app may not run it. */
export function readSharedModelImage(inspector: Inspector, given: ModelImage): ModelImage | undefined {
  const image = readPart(inspector, "image", given, "ModelImage");
  if (image === undefined || mayShare(image, inspector)) return image;
  inspector.refuse({
    code: "image-of-another-stack",
    prop: "image",
    value: image.node.path,
    message: "a ModelImage of the same stack, or of another one of the same app where Docker or CI builds it",
    remedy: "Make the image in this stack, or name it with ContainerImage.fromRegistry(…).",
  });
  return undefined;
}

/** Terraform refers to attributes of another stack of an app, and cannot wait for a resource there. */
function mayShare(image: ModelImage, { scope }: Inspector): boolean {
  const sameStack = TerraformStack.of(image) === TerraformStack.of(scope);
  return sameStack || (image.node.root === scope.node.root && image.dependencies.length === 0);
}

interface RegistryImage {
  readonly reference: ImageReference;
  /** Undefined where it was refused. */
  readonly registry: AzureContainerRegistry | undefined;
}

export function readRegistryImage(inspector: Inspector, given: RegistryImageProps): RegistryImage {
  const props = inspector.struct("image", given, { registry: true, repositoryName: true, digest: true, tag: true });
  return {
    reference: readReference(inspector, props),
    registry: readPart(inspector, "image.registry", props.registry, "AzureContainerRegistry"),
  };
}

export function readPublicImage(inspector: Inspector, given: PublicImageProps): ContainerImageConfig {
  const props = inspector.struct("image", given, { registryHost: true, repositoryName: true, digest: true, tag: true });
  const registryHost = inspector.text("image.registryHost", props.registryHost, REGISTRY_HOST);
  return { registryHost, ...readReference(inspector, props), pullsAsIdentity: false };
}

interface GivenReference {
  readonly repositoryName?: string;
  readonly tag?: string;
  readonly digest?: string;
}

function readReference(inspector: Inspector, given: GivenReference): ImageReference {
  const repository = inspector.text("image.repositoryName", given.repositoryName, NAME_RULES.repository);
  const tag = inspector.optionalText("image.tag", given.tag, TAG);
  const digest = inspector.optionalText("image.digest", given.digest, DIGEST);
  if ((tag === undefined) === (digest === undefined)) {
    inspector.refuse({
      code: "image-reference",
      prop: "image.tag",
      value: given.tag,
      message: "either tag or digest",
      remedy: "Give one of the two; a digest pins the image for good.",
    });
  }
  if (tag === "latest") {
    const message =
      'The tag "latest" names another image after each push: the app restarts with it at an unknown moment. Give a digest.';
    inspector.warn(message, "image-tag-latest");
  }
  // "<repository>@sha256" and the digits make a reference by digest, which Azure hands back as it is
  if (digest !== undefined) return { imageName: `${repository}@sha256`, imageTag: withoutAlgorithm(digest) };
  return { imageName: repository, imageTag: tag ?? TAG.example };
}

function withoutAlgorithm(digest: string): string {
  return isToken(digest) ? Fn.trimprefix(asText(digest), "sha256:") : digest.replace(/^sha256:/, "");
}

const REFERENCE_PAGE = "https://learn.microsoft.com/azure/container-registry/container-registry-image-tag-version";

const TAG: TextRule = {
  code: "image-tag",
  allowed: "1 to 128 ASCII letters, digits, underscores, periods and hyphens, not beginning with a period or hyphen",
  remedy: "Give the tag alone, without repository or colon.",
  example: "v1",
  link: REFERENCE_PAGE,
  test: (tag) => /^\w[\w.-]{0,127}$/.test(tag),
  remedyFor: (tag) => (DIGEST.test(tag.replace(/^@/, "")) ? "This is a digest: give it as digest." : undefined),
};

const DIGEST: TextRule = {
  code: "image-digest",
  allowed: "sha256: and 64 hexadecimal digits in lower case",
  remedy: "Give the manifest's digest, as docker push prints it.",
  example: `sha256:${"0".repeat(64)}`,
  link: REFERENCE_PAGE,
  test: (digest) => /^sha256:[0-9a-f]{64}$/.test(digest),
};

function isPort(port = "443"): boolean {
  return Number(port) >= 1 && Number(port) <= 65535;
}

const REGISTRY_HOST: TextRule = {
  code: "image-registry-host",
  allowed: "a host name in lower case, with a port if need be, and without https://",
  remedy: "Give for example ghcr.io, or index.docker.io for Docker Hub.",
  example: "index.docker.io",
  remedyFor: (host) => {
    const [, bare, path] = /^(?:[a-z]+:\/\/)?([^/]+)(\/[^/].*)?$/i.exec(host) ?? [];
    if (bare === undefined || bare.toLowerCase() === host || !bare.includes(".")) return undefined;
    const rest = path === undefined ? "" : `, and ${path.slice(1)} in repositoryName`;
    return `Give ${bare.toLowerCase()}${rest}.`;
  },
  test: (host) =>
    /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*(?::\d{1,5})?$/.test(host) &&
    host.length <= 253 &&
    /[.:]/.test(host) &&
    isPort(/:(\d+)$/.exec(host)?.[1]),
};
