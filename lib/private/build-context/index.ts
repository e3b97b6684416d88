export { BuildContext, type BuildContextSpec, type ContextText, type DigestOptions } from "./build-context";
export { defaultCacheDirectory } from "./digest-cache";
export { BuildContextError, type BuildContextProblem } from "./problems";
export { temporaryIn } from "./staging";
export { type ContextTree } from "./tree-walk";
