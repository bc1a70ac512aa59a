/** A growing list of code points, off the heap: a text can hold millions of marks on one letter. */
export type CodePoints = { values: Int32Array; length: number };

export function codePoints(): CodePoints {
  return { values: new Int32Array(64), length: 0 };
}

export function addCodePoint(list: CodePoints, codePoint: number): void {
  if (list.length === list.values.length) {
    const grown = new Int32Array(list.length * 2);
    grown.set(list.values);
    list.values = grown;
  }
  list.values[list.length++] = codePoint;
}
