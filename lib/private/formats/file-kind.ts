import { statSync } from "fs";
import { readBytes } from "./bytes";
import { readOnnx } from "./onnx";

/** What a model's file is known to be. */
export type FileKind =
  "pickle" | "skops" | "onnx" | "xgboost" | "lightgbm" | "oldXgboost" | "torch" | "keras" | "hdf5" | "zip";

/** How each is called, how it becomes a model that needs no script, and what describes it. */
export const FILE_KINDS: {
  readonly [kind in FileKind]: { readonly what: string; readonly factory?: string; readonly link?: string };
} = {
  pickle: {
    what: "a pickle of Python's, or joblib's",
    factory: "Model.sklearn",
    link: "https://scikit-learn.org/stable/model_persistence.html",
  },
  skops: {
    what: "a skops file",
    factory: "Model.skops",
    link: "https://skops.readthedocs.io/en/stable/persistence.html",
  },
  onnx: { what: "an ONNX file", factory: "Model.onnx", link: "https://onnx.ai/onnx/intro/" },
  xgboost: {
    what: "a model of XGBoost's own format, JSON or UBJSON",
    factory: "Model.xgboost",
    link: "https://xgboost.readthedocs.io/en/stable/tutorials/saving_model.html",
  },
  lightgbm: {
    what: "a model of LightGBM's own format",
    factory: "Model.lightgbm",
    link: "https://lightgbm.readthedocs.io/en/stable/pythonapi/lightgbm.Booster.html",
  },
  oldXgboost: { what: "a model of XGBoost's binary format, which XGBoost 3.1 and later do not read" },
  torch: { what: "a file of PyTorch's" },
  keras: { what: "a file of Keras's" },
  hdf5: { what: "an HDF5 file" },
  zip: { what: "a zip archive" },
};

const HEAD_BYTES = 4096;
const TAIL_BYTES = 65_536;

/** Recognises a file by its content; undefined where it is none of these. */
export function kindOf(file: string): FileKind | undefined {
  const head = readBytes(file, 0, HEAD_BYTES).toString("latin1");
  const found = Object.entries(BEGINNINGS).find(([, beginning]) => beginning.test(head));
  if (found?.[0] === "zip") return kindOfZip(file);
  if (found !== undefined) return found[0] as FileKind;
  return readOnnx(file) === undefined ? undefined : "onnx";
}

/** The more certain ones first. */
const BEGINNINGS: { readonly [kind in FileKind]?: RegExp } = {
  zip: /^PK\x03\x04/,
  hdf5: /^\x89HDF\r\n\x1a\n/,
  lightgbm: /^\s*tree\r?\n/,
  xgboost: /^\s*\{\s*"(?:learner|version)"|^\{L\0{7}\x07(?:learner|version)/,
  oldXgboost: /^binf/,
  // protocols 2 to 5; the opcodes that those before begin an object with; zlib, gzip, bzip2, xz, lzma, and lz4 of joblib's
  pickle:
    /^(?:\x80[\x02-\x05]|c[\w.]+\n\w+\n|\((?:c[\w.]+\n|dp|lp|i[\w.]+\n)|[\]})][q\x94(]|\x78[\x01\x5e\x9c\xda]|\x1f\x8b\x08|BZh\d|\xfd7zXZ\0|\x5d\0\0|\x04"M\x18)/,
};

/** The list of an archive's files stands at its end. */
function kindOfZip(file: string): FileKind {
  const { size } = statSync(file);
  const list = readBytes(file, Math.max(0, size - TAIL_BYTES), TAIL_BYTES).toString("latin1");
  if (list.includes("schema.json")) return "skops";
  if (/\/data\.pkl|constants\.pkl/.test(list)) return "torch";
  return list.includes("model.weights.h5") ? "keras" : "zip";
}
