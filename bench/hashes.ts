import { cpus } from "node:os";
import { pathToFileURL } from "node:url";
import { findHashes, hashIndex } from "../src/matcher/hashes/hashIndex.js";
import { hashWords } from "../src/matcher/hashes/pdqHash.js";

export type HashBenchRow = {
  readonly hashes: number;
  readonly buildMs: number;
  readonly queriesPerS: number;
  readonly goal: number;
};

const goals: readonly (readonly [hashes: number, goal: number])[] = [
  [8_000, 0],
  [100_000, 20_000],
  [1_000_000, 3000],
];

/** Queries a second of CPU within distance 31, the best of three; half of the queries are near a hash. */
export function benchHashes(queries = 4000): HashBenchRow[] {
  return goals.map(([count, goal]) => {
    const random = xorshift(count);
    const hashes = Int32Array.from({ length: count * hashWords }, random);
    const built = cpuMs();
    const index = hashIndex(hashes, new Uint16Array(count).fill(31));
    const buildMs = cpuMs() - built;
    const asked = Int32Array.from({ length: queries * hashWords }, random);
    for (let i = 0; i < queries; i += 2) nearHash(asked, i, { hashes, random });
    let best = Infinity;
    for (let round = 0; round < 3; round++) {
      const started = cpuMs();
      let found = 0;
      for (let i = 0; i < queries; i++) found += findHashes(index, asked, i).length;
      if (found < queries / 2) throw new Error(`Expected at least ${queries / 2} hits, got ${found}`);
      best = Math.min(best, cpuMs() - started);
    }
    return { hashes: count, buildMs, queriesPerS: (1000 * queries) / best, goal };
  });
}

/** A section for RESULTS.md. */
export function hashTable(rows: readonly HashBenchRow[]): string {
  const lines = rows.map(({ hashes, buildMs, queriesPerS, goal }) => {
    const wanted = goal === 0 ? "–" : goal.toLocaleString("en");
    return `| ${hashes.toLocaleString("en")} | ${buildMs.toFixed(0)} | ${Math.round(queriesPerS).toLocaleString("en")} | ${wanted} |`;
  });
  return `## Image hashes: PDQ within distance 31, exact, one core

${cpus()[0]?.model ?? "unknown processor"}, Node ${process.version}; CPU time, best of three; half of the queries are near a hash.

| hashes | build ms | queries/s | goal |
|---:|---:|---:|---:|
${lines.join("\n")}
`;
}

/** A copy of some hash with 20 bits changed. */
function nearHash(
  asked: Int32Array,
  query: number,
  { hashes, random }: { hashes: Int32Array; random: () => number },
): void {
  const of = random() % (hashes.length / hashWords);
  asked.set(hashes.subarray(of * hashWords, (of + 1) * hashWords), query * hashWords);
  for (let i = 0; i < 20; i++) {
    const at = query * hashWords + (random() % hashWords);
    asked[at] = (asked[at] ?? 0) ^ (1 << (random() % 32));
  }
}

function xorshift(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state;
  };
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.stdout.write(hashTable(benchHashes()));
}
