import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "fs";
import { dirname, join, posix } from "path";

/** What the package for CDK Terrain has other than that for CDK for Terraform: names, peers, and its own Docker bindings. */

const AZURERM = "@cdktn/provider-azurerm";

/** Bindings that npm has none of for CDK Terrain. They are made of those for CDK for Terraform. */
const DOCKER = {
  directory: "docker",
  package: "@cdktf/provider-docker",
  used: ["image", "provider", "registry-image"],
};

interface PackageJson {
  readonly version: string;
  readonly bin: { readonly [name: string]: string };
  readonly bundledDependencies: readonly string[];
  readonly dependencies?: { readonly [name: string]: string };
  readonly files: readonly string[];
  /** What provider a package has bindings for. */
  readonly cdktf?: { readonly provider: { readonly version: string } };
  readonly [field: string]: unknown;
}

/** Package.json of the other package. */
export function rewritePackageJson(text: string): string {
  const ours = JSON.parse(text) as PackageJson;
  const { name, description, keywords, bin, files, jsii } = ours;
  const renamed = JSON.parse(renamePackage(JSON.stringify({ name, description, keywords, bin, jsii }))) as PackageJson;
  const peerDependencies = {
    // 18 has bindings for version 5 of the provider, which the library has not been tried with
    [AZURERM]: ">=16.1.0 <18.0.0",
    cdktn: ">=0.23.0 <0.25.0",
    constructs: "^10.6.0",
  };
  const made = { ...ours, ...renamed, files: [...files, DOCKER.directory], peerDependencies };
  return `${JSON.stringify(made, null, 2)}\n`;
}

/** A source or a document of the library, at its path in the repository, as it is for CDK Terrain. */
export function rewrite(path: string, text: string): string {
  // what a document says of both packages is the same in both
  const parts = text.split(/(<!-- both -->[^]*?<!-- \/both -->)/);
  if (parts.length > 1) return parts.map((part, i) => (i % 2 === 1 ? part : rewrite(path, part))).join("");
  const bindings = path.endsWith(".md") ? "cdktn-azure-ml-functions" : relativeTo(path, ".");
  const bound = renamePackage(text.replaceAll(`${DOCKER.package}/lib/`, `${bindings}/${DOCKER.directory}/`));
  return path.endsWith(".snap") ? withVersions(bound) : bound;
}

/** Adds the Docker bindings to a package. */
export function writeDockerBindings(nodeModules: string, directory: string): void {
  const source = join(nodeModules, DOCKER.package);
  const copy = (from: string, to: string) => {
    const text = readFileSync(join(source, from), "utf8");
    mkdirSync(dirname(join(directory, to)), { recursive: true });
    // the map is of sources that are not there
    const own = text.replace(/^\/\/# sourceMappingURL=.*\n?/gm, "").replace(/(["'])cdktf\1/g, '"cdktn"');
    writeFileSync(join(directory, to), own);
  };
  copy("LICENSE", join(DOCKER.directory, "LICENSE"));
  for (const name of DOCKER.used) {
    for (const file of readdirSync(join(source, "lib", name)))
      copy(join("lib", name, file), join(DOCKER.directory, name, file));
  }
}

/**
 * Links the installed packages to where the package is compiled. Of the azurerm bindings it gets a copy of what jsii reads,
 * which does not insist on an older version of CDK Terrain: whether the two go together is for the tests to say.
 */
export function linkDependencies(nodeModules: string, directory: string): void {
  const link = (name: string) => symlinkSync(join(nodeModules, name), join(directory, name));
  const copy = (file: string, was: string, becomes: string) => {
    const text = readFileSync(join(nodeModules, AZURERM, file), "utf8");
    writeFileSync(join(directory, AZURERM, file), text.replace(was, becomes));
  };
  mkdirSync(join(directory, AZURERM), { recursive: true });
  const bundled = bundledPackages(nodeModules);
  for (const name of packagesIn(nodeModules).filter((name) => name !== AZURERM)) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    // npm does not pack what is behind a link
    if (bundled.has(name)) cpSync(join(nodeModules, name), join(directory, name), { recursive: true });
    else link(name);
  }
  link(join(AZURERM, "lib"));
  copy(".jsii", '"cdktn": "^0.23.0"', '"cdktn": ">=0.23.0"');
  // jsii looks for its file above the entry point, behind links
  copy("package.json", '"main": "lib/index.js"', '"main": "package.json"');
}

function packagesIn(nodeModules: string): string[] {
  return readdirSync(nodeModules).flatMap((name) => {
    return name.startsWith("@") ? readdirSync(join(nodeModules, name)).map((member) => join(name, member)) : [name];
  });
}

/** The packages that ours brings along, and what they in turn depend on. */
function bundledPackages(nodeModules: string): Set<string> {
  const { bundledDependencies } = readPackageJson(dirname(nodeModules));
  const names = new Set(bundledDependencies);
  // a set goes on to what is added to it
  for (const name of names) {
    const { dependencies = {} } = readPackageJson(join(nodeModules, name));
    Object.keys(dependencies).forEach((dependency) => names.add(dependency));
  }
  return names;
}

function readPackageJson(directory: string): PackageJson {
  return JSON.parse(readFileSync(join(directory, "package.json"), "utf8")) as PackageJson;
}

/** A snapshot, with the versions that CDK Terrain and its bindings write. */
function withVersions(snapshot: string): string {
  const replace = (text: string, [cdktf, cdktn]: readonly [string, string]) => {
    return text.replaceAll(`"version": "${cdktf}"`, `"version": "${cdktn}"`);
  };
  return [
    ["cdktf", "cdktn"],
    ["@cdktf/provider-azurerm", AZURERM],
  ]
    .map((names) => names.map((name) => writtenVersion(name)) as [string, string])
    .reduce(replace, snapshot);
}

/** Version that a package writes into a stack: its own, or that of the provider which it binds. */
function writtenVersion(name: string): string {
  const { version, cdktf } = readPackageJson(join(dirname(__dirname), "node_modules", name));
  return cdktf?.provider.version ?? version;
}

function relativeTo(path: string, target: string): string {
  const way = posix.relative(dirname(path), target);
  return way === "" ? "." : way;
}

function renamePackage(text: string): string {
  return RENAMES.reduce((renamed, [pattern, replacement]) => renamed.replace(pattern, replacement), text);
}

/** Files, symbols and environment variables keep their names in CDK Terrain; the scheme of content hashes is one for both. */
const RENAMES: readonly (readonly [RegExp, string])[] = [
  [
    /\[CDK for Terraform\]\(https:\/\/developer\.hashicorp\.com\/terraform\/cdktf\)/g,
    "[CDK Terrain](https://cdktn.io)",
  ],
  [/\bCDK for Terraform\b|\bCDKTF\b/g, "CDK Terrain"],
  [
    /(?<![/.]com\/|terraform\/)\bcdktf\b(?!\.(?:json|out|log)\b|-azure-ml-functions build context|\/[a-z]+[A-Z])/g,
    "cdktn",
  ],
  [/\bcdktf(?=_azure|azure)/g, "cdktn"],
  [/\bcdktf_cdktf_(?=provider_)/g, "cdktn_"],
  [/\bCdktf(?=Azure)/g, "Cdktn"],
];
