import type { Construct } from "constructs";
import { Inspector } from "../private/validation";
import {
  checkBuildOptions,
  type ImageBuilderConfig,
  type ImageBuildOptions,
  type ImageBuildRequest,
} from "./image-build";

/** Nothing is made: whoever built the context has pushed the image under its hash. */
export function expectPrebuilt(
  scope: Construct,
  { repositoryName, contentHash }: ImageBuildRequest,
  options: ImageBuildOptions,
): ImageBuilderConfig {
  const inspector = new Inspector(scope);
  return {
    imageName: repositoryName,
    imageTag: contentHash,
    contextRead: false,
    options: checkBuildOptions(inspector, inspector.struct("builder", options)),
  };
}
