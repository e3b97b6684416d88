import { type KeepableFile, releaseContents, reserveContents } from "../../../lib/private/build-context/kept-contents";

const KIB = 1024;
const MIB = 1024 * KIB;

function filesOf(...sizes: number[]): KeepableFile[] {
  return sizes.map((size) => ({ size, start: 0 }));
}

function keptOf(files: readonly KeepableFile[]): boolean[] {
  return files.map(({ memory }) => memory !== undefined);
}

test("small files are kept one behind the other, with room for what one of them has grown by", () => {
  const files = filesOf(3, 64 * KIB, 0, 64 * KIB + 1, 5);
  reserveContents(files);
  expect(keptOf(files)).toEqual([true, true, true, false, true]);
  expect(files.map(({ start }) => start)).toEqual([0, 3, 64 * KIB + 3, 0, 64 * KIB + 3]);
  expect(files[4]?.memory?.length).toBeGreaterThan(64 * KIB + 3 + 5);
  releaseContents(files);
  expect(keptOf(files)).toEqual([false, false, false, false, false]);
});

test("all files of the process take no more than a limit, and what is released can be taken again", () => {
  const [first, second] = [filesOf(...Array.from({ length: 1023 }, () => 64 * KIB)), filesOf(64 * KIB, 1, 1)];
  reserveContents(first);
  reserveContents(second);
  expect(new Set(keptOf(first))).toEqual(new Set([true]));
  expect(keptOf(second)).toEqual([true, false, false]);
  releaseContents(first);
  releaseContents(first);
  const third = filesOf(...Array.from({ length: 1024 }, () => 64 * KIB));
  reserveContents(third);
  expect(keptOf(third).filter((kept) => kept)).toHaveLength(1023);
  expect(third[0]?.memory?.length).toBeLessThanOrEqual(64 * MIB);
  for (const files of [second, third]) releaseContents(files);
});
