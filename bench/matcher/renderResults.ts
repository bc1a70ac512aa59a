import type { SizeRun } from "../matcher.js";
import type { OurRow } from "./ours.js";
import type { PeerLimits, PeerRun } from "./runPeer.js";

type Time = "scanMs" | "wholeMs";

/** Least ratios to the fastest peer, by list size, kernel and kind of terms. */
const goals: Readonly<Record<number, Readonly<Record<string, number>>>> = {
  1000: { "wasm substring": 12, "wasm word": 30, "typescript substring": 4 },
  10_000: { "wasm substring": 10, "wasm word": 15, "typescript substring": 3 },
  100_000: { "wasm substring": 25, "wasm word": 50, "typescript substring": 10 },
};

/** The tables in Markdown. */
export function renderResults(
  found: readonly SizeRun[],
  { adversarial, limits }: { adversarial: Readonly<Record<string, number>>; limits: PeerLimits },
): string {
  return [
    "CPU time, median of several runs. MB/s of UTF-8; in brackets the ratio to the fastest npm peer that builds, and the goal.",
    "Peers find substrings; RegExp finds no overlaps. A peer that is too slow is not asked for more terms (–).",
    `Peers may take ${limits.buildMs / 1000} s to start and build, and ${limits.scanMs / 1000} s to search.`,
    "\n### Prepared columns (peers: lower-case strings)\n",
    table(found, "scanMs"),
    "\n### From the original text (normalise and scan; peers: lower-case and search)\n",
    table(found, "wholeMs"),
    "\n### Packages\n",
    "| terms | build, CPU s | bytes a term | hits a record, word / substring | peers with the same hits |",
    "| ---: | ---: | ---: | ---: | --- |",
    ...found.map(packageRow),
    `\n100,000 terms that share 12 bytes take ${fixed(adversarial["wasm"] ?? 0)} (WebAssembly) and ${fixed(adversarial["typescript"] ?? 0)} (TypeScript) times as long as random ones. Goal: ≤ 3.`,
  ].join("\n");
}

function table(found: readonly SizeRun[], time: Time): string {
  const head = ["engine", ...found.map(({ size }) => `${size} terms`)];
  const ours = found[0]?.ours.rows ?? [];
  const rows = ours.map(({ kernel, mode }, i) => [
    `${kernel}, ${mode}`,
    ...found.map((run) => ourCell(run, { row: run.ours.rows[i], time })),
  ]);
  const peers = (found[0]?.peers ?? []).map(({ name }) => [
    name,
    ...found.map((run) => peerCell(run, { peer: run.peers.find((peer) => peer.name === name), time })),
  ]);
  const lines = [head, ["---", ...found.map(() => "---:")], ...rows, ...peers];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function ourCell(
  { size, ours, peers }: SizeRun,
  { row, time }: { row: OurRow | undefined; time: Time },
): string {
  if (row === undefined) return "–";
  const speed = (ours.megabytes / row[time]) * 1000;
  const best = Math.min(...peers.flatMap((peer) => peer[time] ?? []));
  if (!Number.isFinite(best)) return speed.toFixed(0);
  const goal = time === "wholeMs" ? 4 : goals[size]?.[`${row.kernel} ${row.mode}`];
  const aim = goal === undefined ? "" : `, goal ${goal}`;
  return `${speed.toFixed(0)} (${fixed(best / row[time])}×${aim})`;
}

function peerCell({ ours }: SizeRun, { peer, time }: { peer: PeerRun | undefined; time: Time }): string {
  const ms = peer?.[time];
  if (ms !== undefined) return ((ours.megabytes / ms) * 1000).toFixed(1);
  if (peer === undefined) return "–";
  return peer.buildMs === undefined ? "does not build in time" : "too slow to search";
}

function packageRow({ size, ours, peers }: SizeRun): string {
  const hitsOf = (mode: string): string =>
    fixed(ours.rows.find((row) => row.mode === mode)?.hitsARecord ?? 0);
  const same = peers.filter(({ hits }) => hits === ours.hits).map(({ name }) => name);
  const cells = [
    size,
    fixed(ours.buildMs / 1000),
    ours.bytesATerm.toFixed(1),
    `${hitsOf("word")} / ${hitsOf("substring")}`,
    same.join(", ") || "–",
  ];
  return `| ${cells.join(" | ")} |`;
}

function fixed(value: number): string {
  return value < 10 ? value.toFixed(2) : value.toFixed(1);
}
