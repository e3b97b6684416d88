import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "fs";
import { tmpdir } from "os";
import { join } from "path";
import { ADDRESSES_FILE, differences, heldIn, read, report, written } from "../__tests__/support/addresses";
import { everyStack } from "../__tests__/support/every-stack";

/** Says what a change does to deployments that are there. With `--accept`, the new addresses are those held from now on. */

const directory = mkdtempSync(join(tmpdir(), "addresses-"));
const stacks = Object.entries(everyStack(directory));
rmSync(directory, { recursive: true });
const now = stacks.flatMap(([name, text]) => heldIn(name, text));
const found = differences(read(readFileSync(ADDRESSES_FILE, "utf8")), now);
console.log(report(found) || "Every resource keeps its address and its name.");
if (process.argv.includes("--accept")) writeFileSync(ADDRESSES_FILE, written(now));
