import { execFileSync } from "child_process";
import { chmodSync, copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "fs";
import { tmpdir } from "os";
import { dirname, join } from "path";
import { writeLanguagePackages } from "./language-packages";

/** The Python package: what jsii-pacmak makes of the compiled library, and what `python/` adds to it. */

const ROOT = dirname(__dirname);
const STARTUP = "_startup.py";

/** npm's date of all files, in seconds, for wheels that are the same whenever they are made. */
const SOURCE_DATE_EPOCH = "499162500";

interface Assembly {
  readonly dependencies: { readonly [name: string]: string };
  readonly dependencyClosure: { readonly [name: string]: Pick<Assembly, "targets"> };
  readonly targets: { readonly python: { readonly module: string } };
  readonly types: { readonly [name: string]: AssemblyType };
}

interface AssemblyType {
  readonly methods?: readonly { readonly name: string }[];
  readonly properties?: readonly { readonly name: string }[];
}

interface PackageJson {
  readonly bin: { readonly [name: string]: string };
}

/** Makes a wheel of a directory in which the library was compiled, and returns its name. */
export function packPython(directory: string, output: string): string {
  const assembly = JSON.parse(readFileSync(join(directory, ".jsii"), "utf8")) as Assembly;
  const { bin } = JSON.parse(readFileSync(join(directory, "package.json"), "utf8")) as PackageJson;
  const workspace = mkdtempSync(join(tmpdir(), "python-package-"));
  try {
    // npm does so when it installs a package, and jsii does not
    for (const command of Object.values(bin)) chmodSync(join(directory, command), 0o755);
    writeLanguagePackages(directory, workspace, ["python"]);
    const project = join(workspace, "python");
    addStartup(join(project, "src", assembly.targets.python.module), assembly);
    const pip = ["wheel", "--quiet", "--disable-pip-version-check", "--no-deps", "--wheel-dir", workspace, project];
    execFileSync(process.execPath, ["scripts/python.mjs", "-m", "pip", ...pip], {
      cwd: ROOT,
      env: { ...process.env, SOURCE_DATE_EPOCH },
      stdio: ["ignore", "inherit", "inherit"],
    });
    const wheel = readdirSync(workspace).find((name) => name.endsWith(".whl"))!;
    copyFileSync(join(workspace, wheel), join(output, wheel));
    return wheel;
  } finally {
    rmSync(workspace, { recursive: true, force: true });
  }
}

/** Adds what runs first, and lets the documentation name options as Python does. */
function addStartup(sources: string, assembly: Assembly): void {
  copyFileSync(join(ROOT, "python", STARTUP), join(sources, STARTUP));
  chmodSync(join(sources, STARTUP), 0o644);

  edit(join(sources, "_jsii/__init__.py"), (code) => {
    const [first] = /^import .*\._jsii$/m.exec(code) ?? [];
    if (first === undefined) throw new Error("jsii-pacmak no longer imports the dependencies where it did.");
    return code.replace(first, `${prepareCall(assembly)}\n${first}`);
  });

  const names = Object.values(assembly.types).flatMap(({ methods = [], properties = [] }) => [
    ...methods,
    ...properties,
  ]);
  const renamed = new Map(names.map(({ name }) => [`\`\`${name}\`\``, `\`\`${snakeCase(name)}\`\``]));
  edit(join(sources, "__init__.py"), (code) => code.replace(/``\w+``/g, (name) => renamed.get(name) ?? name));
}

function prepareCall({ dependencies, dependencyClosure }: Assembly): string {
  const providers = Object.keys(dependencies)
    .filter((name) => name.includes("/provider-"))
    .map((name) => [name, dependencyClosure[name]!.targets.python.module]);
  return `from .._startup import prepare\n\nprepare(${JSON.stringify(Object.fromEntries(providers))})\n`;
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function edit(path: string, change: (text: string) => string): void {
  writeFileSync(path, change(readFileSync(path, "utf8")));
}
