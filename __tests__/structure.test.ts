import { readdirSync, readFileSync } from "fs";
import { dirname, join, normalize, relative } from "path";

const LIB = join(__dirname, "../lib");
const PRIVATE = join(LIB, "private");

function filesIn(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** What a file imports by a relative path. */
function importsOf(file: string): string[] {
  const paths = readFileSync(file, "utf8").matchAll(/\bfrom "(\.[^"]+)"/g);
  return Array.from(paths, ([, path]) => normalize(join(dirname(file), path!)));
}

/** The room of `lib/private` that a path lies in; undefined for the public files. */
function roomOf(path: string): string | undefined {
  const [room] = relative(PRIVATE, path).split("/");
  return room === ".." ? undefined : room;
}

const ROOMS = readdirSync(PRIVATE, { withFileTypes: true });

/** The rooms that each room imports from. */
const ARROWS = new Map(
  ROOMS.map(({ name }) => {
    const imported = filesIn(join(PRIVATE, name)).flatMap(importsOf).map(roomOf);
    return [name, new Set(imported.filter((room) => room !== undefined && room !== name) as string[])];
  }),
);

test("no file lies directly in lib/private", () => {
  expect(ROOMS.filter((entry) => !entry.isDirectory()).map(({ name }) => name)).toEqual([]);
});

test("imports among the rooms of lib/private go one way, along few arrows", () => {
  const reachable = (room: string): string[] => {
    return [...ARROWS.get(room)!].flatMap((next) => [next, ...(next === room ? [] : reachable(next))]);
  };
  // a circle has no end: its rooms would be reached again and again
  expect(() => [...ARROWS.keys()].map(reachable)).not.toThrow();
  expect([...ARROWS.values()].flatMap((rooms) => [...rooms]).length).toBeLessThanOrEqual(12);
});

test("the lowest room knows none of the public classes", () => {
  const classes = filesIn(LIB)
    .filter((file) => roomOf(file) === undefined && !file.includes("/cli/"))
    .flatMap((file) => Array.from(readFileSync(file, "utf8").matchAll(/^export (?:abstract )?class (\w+)/gm)))
    .map(([, name]) => name!)
    // thrown there, of breaches that it finds
    .filter((name) => name !== "ValidationError");
  expect(classes.length).toBeGreaterThan(20);
  expect([...ARROWS.get("validation")!]).toEqual([]);
  for (const file of filesIn(join(PRIVATE, "validation"))) {
    const text = readFileSync(file, "utf8");
    expect(classes.filter((name) => new RegExp(`\\b${name}\\b`).test(text))).toEqual([]);
  }
});

test("no module remembers constructs: what they share lies in their tree", () => {
  const remembering = filesIn(LIB).filter((file) => /\bnew Weak(Map|Set)\b/.test(readFileSync(file, "utf8")));
  expect(remembering).toEqual([]);
});
