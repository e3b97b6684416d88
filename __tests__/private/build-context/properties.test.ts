import { rmSync, utimesSync } from "fs";
import { join } from "path";
import fc from "fast-check";
import { BuildContext } from "../../../lib/private/build-context";
import { temporaryDirectory } from "./temporary";
import { type Node, readTree, type Tree, writeTree } from "./tree";

const scratch = temporaryDirectory();
let count = 0;

function place(tree: Tree): string {
  count += 1;
  return writeTree(join(scratch, String(count)), tree);
}

function digest(root: string): BuildContext {
  return BuildContext.digest({ texts: [], trees: [{ path: "tree", source: root, filter: "none" }], settings: {} });
}

function hashOf(tree: Tree): string {
  const root = place(tree);
  const { hash } = digest(root);
  rmSync(root, { recursive: true });
  return hash;
}

/** Upper case is left to changes, so that no two names of a tree differ by case alone. */
const name = fc
  .string({
    unit: fc.constantFrom("a", "b", "1", ".", " ", "\n", "'", '"', "\\", "é", "漢", "😀", "-", "%"),
    minLength: 1,
    maxLength: 6,
  })
  .filter((text) => text !== "." && text !== "..");

const node: fc.Arbitrary<Node> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant("file" as const),
      content: fc.string({ maxLength: 20 }),
      executable: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("link" as const), target: name }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("directory" as const) }) },
);

/** Files and links are leaves: no path lies below another but below a directory. */
const tree: fc.Arbitrary<Tree> = fc
  .tuple(
    fc.array(
      fc.tuple(
        fc.array(name, { minLength: 1, maxLength: 3 }).map((parts) => parts.join("/")),
        node,
      ),
      { maxLength: 12 },
    ),
    fc.string({ maxLength: 5 }),
  )
  .map(([entries, content]) => {
    const chosen: [string, Node][] = [["always", { kind: "file", content }]];
    for (const [path, value] of entries) {
      const clash = chosen.some(
        ([other]) => other === path || other.startsWith(`${path}/`) || path.startsWith(`${other}/`),
      );
      if (!clash) chosen.push([path, value]);
    }
    return Object.fromEntries(chosen);
  });

/** A tree, and the same with one thing changed. */
const changed: fc.Arbitrary<[Tree, Tree]> = tree.chain((before) =>
  fc
    .tuple(
      fc.constantFrom(...Object.keys(before)),
      fc.constantFrom("content", "mode", "rename", "move", "remove", "kind", "add"),
      name,
    )
    .map(([path, change, text]): [Tree, Tree] => {
      const { [path]: found, ...rest } = before;
      const old = found as Node;
      switch (change) {
        case "content":
          if (old.kind === "file") return [before, { ...rest, [path]: { ...old, content: `${old.content}+` } }];
          if (old.kind === "link") return [before, { ...rest, [path]: { ...old, target: `${old.target}+` } }];
          return [before, { ...rest, [`${path}/in it`]: { kind: "directory" } }];
        case "mode":
          if (old.kind === "file")
            return [before, { ...rest, [path]: { ...old, executable: old.executable !== true } }];
          return [before, { ...rest, [path]: { kind: "file", content: "" } }];
        case "rename":
          return [before, { ...rest, [`${path}X`]: old }];
        case "move":
          return [before, { ...rest, [`X/${path}`]: old }];
        case "remove":
          return [{ ...before, X: { kind: "file", content: "" } }, before];
        case "kind":
          return [
            before,
            {
              ...rest,
              [path]: old.kind === "link" ? { kind: "file", content: old.target } : { kind: "link", target: text },
            },
          ];
        default:
          return [before, { ...before, [`X${text}`]: { kind: "file", content: "" } }];
      }
    }),
);

test("equal trees have equal hashes wherever they lie, in whatever order they were made and whenever", () => {
  fc.assert(
    fc.property(tree, fc.nat({ max: 2_000_000_000 }), (one, time) => {
      const elsewhere = place(Object.fromEntries(Object.entries(one).reverse()));
      for (const [path, { kind }] of Object.entries(one))
        if (kind === "file") utimesSync(join(elsewhere, path), time, time);
      const { hash } = digest(elsewhere);
      rmSync(elsewhere, { recursive: true });
      expect(hash).toBe(hashOf(one));
    }),
    { numRuns: 60 },
  );
});

test("a single change gives another hash", () => {
  fc.assert(
    fc.property(changed, ([before, after]) => {
      expect(hashOf(after)).not.toBe(hashOf(before));
    }),
    { numRuns: 150 },
  );
});

test("what is staged has the hash of what was read, and is the same wherever it is staged", () => {
  fc.assert(
    fc.property(tree, (one) => {
      const [here, there] = [place(one), place(one)];
      const context = digest(here);
      context.stage(join(scratch, "one", context.hash));
      digest(there).stage(join(scratch, "two", context.hash));
      const staged = readTree(join(scratch, "one", context.hash));
      expect(readTree(join(scratch, "two", context.hash))).toEqual(staged);
      expect(digest(join(scratch, "one", context.hash, "tree")).hash).toBe(context.hash);
    }),
    { numRuns: 30 },
  );
});
