/**
 * Counts lines behind a parser that says how many bytes it has read: feed it the same blocks, then ask for offsets
 * in rising order. Holds only the line ends that have not been asked about.
 */
export class ByteLineCounter {
  #fed = 0;
  #line = 1;
  #ends: number[] = [];
  #next = 0;

  feed(block: Buffer): void {
    if (this.#next > 0) [this.#ends, this.#next] = [this.#ends.slice(this.#next), 0];
    for (let at = block.indexOf(0x0a); at !== -1; at = block.indexOf(0x0a, at + 1))
      this.#ends.push(this.#fed + at);
    this.#fed += block.length;
  }

  /** 1-based line that the byte stands in. */
  lineAt(offset: number): number {
    while ((this.#ends[this.#next] ?? Infinity) < offset) {
      this.#next++;
      this.#line++;
    }
    return this.#line;
  }
}
