/** How many letters have to be inserted, left out, replaced or exchanged with the next one to make one text of another. */
export function editsBetween(one: string, other: string): number {
  const rows: number[][] = [];
  for (let i = 0; i <= one.length; i++) {
    rows.push([i]);
    for (let j = 1; j <= other.length; j++) {
      if (i === 0) {
        rows[i]!.push(j);
        continue;
      }
      const isSame = one[i - 1] === other[j - 1];
      const edits = [rows[i - 1]![j]! + 1, rows[i]![j - 1]! + 1, rows[i - 1]![j - 1]! + (isSame ? 0 : 1)];
      const isExchanged = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      if (isExchanged) edits.push(rows[i - 2]![j - 2]! + 1);
      rows[i]!.push(Math.min(...edits));
    }
  }
  return rows[one.length]![other.length]!;
}
