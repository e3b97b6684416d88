// Runs Python in the virtual environment of the runtime's tests, which it makes: node scripts/python.mjs ARGUMENT...
// The official worker library needs Python 3.13: $PYTHON, python3.13 on the path, pyenv's or uv's is taken.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const VERSION = "3.13";
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
  const installed = existsSync(pyenv) ? readdirSync(pyenv).filter((name) => name.startsWith(`${VERSION}.`)) : [];
  const candidates = [
    process.env.PYTHON,
    `python${VERSION}`,
    ...installed.map((name) => join(pyenv, name, "bin/python")),
    output("uv", ["python", "find", VERSION]),
  ];
  const code = "import sys; print('%d.%d' % sys.version_info[:2])";
  const found = candidates.find((python) => python && output(python, ["-c", code]) === VERSION);
  if (found) return found;
  console.error(`The Python tests need Python ${VERSION}: install it, with "uv python install ${VERSION}" or`);
  console.error(`"pyenv install ${VERSION}", or give its path in the environment variable PYTHON.`);
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
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement", requirements];
  run(join(directory, "bin/python"), pip);
  mkdirSync(join(directory, "complete"));
  return directory;
}

run(join(makeEnvironment(), "bin/python"), process.argv.slice(2));
