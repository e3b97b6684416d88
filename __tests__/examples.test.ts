import { execFile } from "child_process";
import { cpSync, existsSync, lstatSync, readdirSync, readFileSync, symlinkSync } from "fs";
import { homedir } from "os";
import { isAbsolute, join } from "path";
import { promisify } from "util";
import { temporaryDirectory } from "./private/build-context/temporary";
import { filesIn } from "./support/staged";
import { only, readable } from "./support/synth";

const ROOT = join(__dirname, "..");
const STACKS = ["blob", "blob-event-grid", "http", "mlflow", "service-bus-queue", "service-bus-topic", "storage-queue"];

/** Runs main.ts of a project as the cdktf CLI does, on a machine that has never seen it. Returns the output directory. */
async function synthesize(project: string): Promise<string> {
  const outdir = temporaryDirectory();
  const env = { ...process.env, CDKTF_OUTDIR: outdir, XDG_CACHE_HOME: temporaryDirectory() };
  await promisify(execFile)(process.execPath, ["--import", "tsx", "main.ts"], { cwd: project, env });
  return outdir;
}

/** The project in another directory. */
function copyOfProject(): string {
  const directory = temporaryDirectory();
  const made = ["node_modules", "dist", "packages", "cdktf.out"];
  for (const name of readdirSync(ROOT).filter((name) => !name.startsWith(".") && !made.includes(name))) {
    cpSync(join(ROOT, name), join(directory, name), { recursive: true });
  }
  symlinkSync(join(ROOT, "node_modules"), join(directory, "node_modules"));
  return directory;
}

/** All that is in a directory: mode and bytes of each file by its path. */
function contentsOf(directory: string): { [path: string]: string } {
  return Object.fromEntries(
    filesIn(directory).map((path) => {
      const { mode } = lstatSync(join(directory, path));
      return [path, `${(mode & 0o777).toString(8)} ${readFileSync(join(directory, path), "latin1")}`];
    }),
  );
}

describe("the examples of main.ts", () => {
  const copy = copyOfProject();
  let here: string;
  let there: string;

  beforeAll(async () => {
    [here, there] = await Promise.all([synthesize(ROOT), synthesize(copy)]);
  }, 120_000);

  const textOf = (stack: string) => readFileSync(join(here, "stacks", stack, "cdk.tf.json"), "utf8");

  test("are one stack a trigger, and one of a model that needs no script", () => {
    const { stacks } = JSON.parse(readFileSync(join(here, "manifest.json"), "utf8"));
    expect(Object.keys(stacks).sort()).toEqual(STACKS);
  });

  test.each(STACKS)("%s", (stack) => {
    // the hash changes with each edit of the runtime, which says nothing about the stack
    const text = textOf(stack).replace(/\b[0-9a-f]{64}\b/g, "<content hash>");
    expect(JSON.parse(text)).toMatchSnapshot();
  });

  test("are the same bytes in another directory", () => {
    expect(Object.keys(contentsOf(here))).toEqual(Object.keys(contentsOf(there)));
    expect(contentsOf(here)).toEqual(contentsOf(there));
  });

  test("know no path of the machine", () => {
    const told = Object.entries(contentsOf(there)).filter(([, content]) => {
      return [ROOT, copy, there, homedir()].some(
        (path) => content.includes(`${path}/`) || content.includes(`${path}"`),
      );
    });
    expect(told.map(([path]) => path)).toEqual([]);
  });

  test.each(STACKS)("refer to nothing outside of the stack's directory: %s", (stack) => {
    const { context } = only(readable(textOf(stack)), "docker_image").build;
    expect(isAbsolute(context)).toBe(false);
    expect(context).not.toContain("..");
    expect(existsSync(join(here, "stacks", stack, context, "Dockerfile"))).toBe(true);
  });

  test("share one image: its content is the same behind each trigger", () => {
    const withScript = STACKS.filter((stack) => stack !== "mlflow");
    const contexts = withScript.map((stack) => only(readable(textOf(stack)), "docker_image").build.context);
    expect(new Set(contexts).size).toBe(1);
  });
});
