import type { Inspector } from "../../validation/inspector";
import type { Names } from "../../validation/options";

/** Props of a trigger. Of those of a whole app, which hold them, the app judges the names. */
export function readTriggerProps<T extends object>(inspector: Inspector, given: T, names: Names<T>): Partial<T> {
  const isOfApp =
    typeof given === "object" && given !== null && ["resourceGroup", "image"].some((name) => name in given);
  return inspector.struct("trigger", given, isOfApp ? undefined : (names as Names<NoInfer<T>>));
}
