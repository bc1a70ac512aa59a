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

/** Wall time that a peer may take to start and build, and then to search. */
export type PeerLimits = { readonly buildMs: number; readonly scanMs: number };

/** Runs a peer in a process of its own and stops it when its time is over. */
export function measurePeer(
  name: string,
  { size, runs, limits }: { size: number; runs: number; limits: PeerLimits },
): Promise<PeerRun> {
  const script = fileURLToPath(new URL("peers.ts", import.meta.url));
  const args = ["--max-old-space-size=6000", "--import", "tsx", script, name, String(size), String(runs)];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "ignore"] });
  let text = "";
  let timer = setTimeout(() => child.kill("SIGKILL"), limits.buildMs);
  child.stdout.on("data", (chunk: Buffer) => {
    // The first line comes after the build.
    if (text === "") {
      clearTimeout(timer);
      timer = setTimeout(() => child.kill("SIGKILL"), limits.scanMs);
    }
    text += chunk.toString();
  });
  return new Promise((resolve) => {
    child.on("close", () => {
      clearTimeout(timer);
      const lines = text.split("\n").filter((line) => line.endsWith("}"));
      const found: Omit<PeerRun, "name"> = JSON.parse(lines.at(-1) ?? "{}");
      resolve({ name, ...found });
    });
  });
}
