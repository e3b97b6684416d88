import { Rows } from "../../../lib/private/build-context/rows";

test("rows are found by their keys in any order, and what is no key is not found", () => {
  const rows = new Rows(["a", "b", "c"]);
  expect(["a", "b", "c", "a", "c", "x", "b", "c", "", "a"].map((key) => rows.find(key))).toEqual([
    0, 1, 2, 0, 2, -1, 1, 2, -1, 0,
  ]);
});

test("a key that is added has a row of its own, once", () => {
  const rows = new Rows();
  expect(["b", "a", "b", "c"].map((key) => rows.findOrAdd(key))).toEqual([0, 1, 0, 2]);
  expect(["a", "b", "c", "d"].map((key) => rows.find(key))).toEqual([1, 0, 2, -1]);
  expect(rows.keys).toEqual(["b", "a", "c"]);
});
