export { BuildContext, type BuildContextSpec, type ContextText, type DigestOptions } from "./build-context";
export { defaultCacheDirectory } from "./digest-cache";
export { BuildContextError, type BuildContextProblem } from "./problems";
export { type ContextTree } from "./tree-walk";
