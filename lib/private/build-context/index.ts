export { BuildContext, type BuildContextSpec, type ContextText, type DigestOptions } from "./build-context";
export { defaultCacheDirectory } from "./cache-files";
export { BuildContextError, type BuildContextProblem } from "./problems";
export { temporaryIn } from "./staging";
export { type ContextTree } from "./tree-walk";
