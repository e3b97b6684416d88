import { readdirSync } from "fs";
import { basename, posix, relative, sep } from "path";
import type { Model } from "../../model";
import { lfsPointersAt } from "../build-context/lfs-pointers";
import type { LocatedModel } from "../image/contents";
import type { Inspector, NumberRule, TextRule } from "../validation/inspector";
import { isToken } from "../validation/tokens";
import { correctionOf } from "./common/names";
import { pathProblem } from "./common/path-problems";
import { statOf } from "./common/paths";
import { optionNamesOf } from "./model-options";

/** Where a model lies; undefined where it cannot be one. */
export function readModel(
  inspector: Inspector,
  prop: string,
  model: Model,
  resolve: (path: string) => string,
): LocatedModel | undefined {
  const { _path: path, _kind: kind, _format: format, _options: options } = model;
  const other = kind === "file" ? "Model.fromDirectory for a directory" : "Model.fromFile for a file";
  const advice = `Give the path of the trained model, relative to the directory of cdktf.json; ${other}.`;
  const refusePath = (message: string, remedy = advice) => {
    inspector.refuse({ code: "model-path", prop, value: path, message, remedy });
    return undefined;
  };
  const problem = pathProblem(path, resolve, kind);
  if (problem !== undefined) return refusePath(problem.message, problem.remedy);
  const source = resolve(path);
  const isEmpty = kind === "file" ? statOf(source, resolve)?.size === 0 : readdirSync(source).length === 0;
  if (isEmpty) return refusePath(`a ${kind} that is not empty: ${source} is`);
  const [pointer, ...others] = lfsPointersAt(source);
  if (pointer !== undefined) {
    const within = relative(source, pointer).split(sep).join("/");
    const more = others.length === 0 ? "" : `, and ${others.length} more`;
    return refuseLfsPointer(inspector, prop, within === "" ? path : `${posix.join(path, within)}${more}`);
  }
  const stem = basename(source).replace(/(?<=.)\.[^.]+$/, "");
  const { name = stem, version = 1 } = inspector.struct(prop, options, optionNamesOf(format));
  if (isToken(name)) inspector.refuseToken(`${prop}.name`, name);
  if (isToken(version)) inspector.refuseToken(`${prop}.version`, version);
  return {
    name: inspector.text(`${prop}.name`, name, MODEL_NAME),
    version: String(inspector.integer(`${prop}.version`, version, MODEL_VERSION)),
    source,
    fileName: basename(source),
  };
}

function refuseLfsPointer(inspector: Inspector, prop: string, path: string): undefined {
  inspector.refuse({
    code: "model-lfs-pointer",
    prop,
    value: path,
    message: "the model itself, not the pointer that Git LFS keeps in its place",
    remedy: "Run git lfs pull; in CI, switch LFS on where the repository is checked out.",
    link: "https://git-lfs.com",
  });
  return undefined;
}

const isModelName = (name: string) => /^[A-Za-z0-9][\w.-]{0,254}$/.test(name);

const MODEL_NAME: TextRule = {
  code: "model-name",
  allowed: "1 to 255 ASCII letters, digits, underscores, hyphens and periods, beginning with a letter or digit",
  remedy: "Give a name in the model's options.",
  example: "model",
  link: "https://learn.microsoft.com/azure/machine-learning/how-to-manage-models",
  test: isModelName,
  remedyFor: (name) => {
    const correction = correctionOf(name, isModelName);
    return correction && `Give a name in the model's options. ${correction}`;
  },
};

const MODEL_VERSION: NumberRule = {
  code: "model-version",
  minimum: 1,
  maximum: 2147483647,
  unit: "versions",
  link: "https://learn.microsoft.com/azure/machine-learning/how-to-manage-models",
};
