import { readFileSync } from "fs";
import { join } from "path";

test("each breaking change says how to migrate", () => {
  const text = readFileSync(join(__dirname, "../CHANGELOG.md"), "utf8");
  const entries = text.split(/\n(?=- |#|\n)/).map((entry) => entry.trim().replace(/\s+/g, " "));
  const breaking = entries.filter((entry) => /^- .*\bbreaking:/i.test(entry));
  expect(breaking.length).toBeGreaterThan(0);
  expect(breaking.filter((entry) => !/^- Breaking: .* To migrate: \w/.test(entry))).toEqual([]);
});
