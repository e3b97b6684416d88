import type { Construct } from "constructs";
import { readPrebuiltBuilder } from "../private/rules/image-build";
import { Inspector } from "../private/validation/inspector";
import type { ImageBuilderConfig, ImageBuildOptions, ImageBuildRequest } from "./image-build";

/** Nothing is made: whoever built the context has pushed the image under its hash. */
export function expectPrebuilt(
  scope: Construct,
  { repositoryName, contentHash }: ImageBuildRequest,
  given: ImageBuildOptions,
): ImageBuilderConfig {
  const options = readPrebuiltBuilder(new Inspector(scope), given);
  return { imageName: repositoryName, imageTag: contentHash, contextRead: false, options };
}
