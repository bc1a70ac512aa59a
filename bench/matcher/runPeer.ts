import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

export const peerNames = ["@monyone/aho-corasick", "ahocorasick", "modern-ahocorasick", "RegExp"] as const;

/** What a peer said before it was done or stopped; a part that is missing was not reached. */
export type PeerRun = {
  readonly name: string;
  readonly buildMs?: number;
  readonly scanMs?: number;
  readonly wholeMs?: number;
  readonly hits?: string;
};

/** Runs a peer in a process of its own and stops it when its time is over. */
export function measurePeer(
  name: string,
  { size, runs, limitMs }: { size: number; runs: number; limitMs: number },
): Promise<PeerRun> {
  const script = fileURLToPath(new URL("peers.ts", import.meta.url));
  const args = ["--max-old-space-size=6000", "--import", "tsx", script, name, String(size), String(runs)];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "ignore"] });
  let text = "";
  child.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
  const timer = setTimeout(() => child.kill("SIGKILL"), limitMs);
  return new Promise((resolve) => {
    child.on("close", () => {
      clearTimeout(timer);
      const lines = text.split("\n").filter((line) => line.endsWith("}"));
      const found: Omit<PeerRun, "name"> = JSON.parse(lines.at(-1) ?? "{}");
      resolve({ name, ...found });
    });
  });
}
