// Runs Python in the virtual environment of the runtime's tests, which it makes:
//   node scripts/python.mjs [--version=3.13] ARGUMENT...
// The Python of that version is taken from $PYTHON, the path, pyenv or uv. The official worker library asks for 3.13, and works
// on 3.12 all the same.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const given = process.argv.slice(2);
const version = given[0]?.startsWith("--version=") ? given.shift().slice("--version=".length) : "3.13";
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const requirements = join(root, "__tests__/image/requirements.txt");

function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { stdio: "inherit", cwd: root, ...options });
  if (error || status !== 0) process.exit(status || 1);
}

function output(command, args) {
  const { status, stdout } = spawnSync(command, args, { encoding: "utf8" });
  return status === 0 ? stdout.trim() : "";
}

function findPython() {
  const pyenv = join(process.env.PYENV_ROOT ?? join(homedir(), ".pyenv"), "versions");
  const installed = existsSync(pyenv) ? readdirSync(pyenv).filter((name) => name.startsWith(`${version}.`)) : [];
  const candidates = [
    process.env.PYTHON,
    `python${version}`,
    ...installed.map((name) => join(pyenv, name, "bin/python")),
    output("uv", ["python", "find", version]),
  ];
  const code = "import sys; print('%d.%d' % sys.version_info[:2])";
  const found = candidates.find((python) => python && output(python, ["-c", code]) === version);
  if (found) return found;
  console.error(`The Python tests need Python ${version}: install it, with "uv python install ${version}" or`);
  console.error(`"pyenv install ${version}", or give its path in the environment variable PYTHON.`);
  process.exit(1);
}

function makeEnvironment() {
  const python = findPython();
  const hash = createHash("sha256")
    .update(readFileSync(requirements))
    .update(output(python, ["-VV"]))
    .digest("hex");
  const environments = join(root, ".venv-test");
  const directory = join(environments, hash.slice(0, 16));
  if (existsSync(join(directory, "complete"))) return directory;
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(environments, { recursive: true });
  run(python, ["-m", "venv", directory]);
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--ignore-requires-python"];
  run(join(directory, "bin/python"), [...pip, "--requirement", requirements]);
  mkdirSync(join(directory, "complete"));
  return directory;
}

run(join(makeEnvironment(), "bin/python"), given);
