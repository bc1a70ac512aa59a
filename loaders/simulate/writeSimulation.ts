import { open, readdir, rename, rm, writeFile } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { DataError } from "../../src/model/dataError.js";
import { dailyColumns } from "../../src/simulate/files.js";
import type { Chunk } from "../../src/simulate/files.js";
import { makeWorld } from "../../src/simulate/makeWorld.js";
import type { Simulation, SimulationSpec } from "../../src/simulate/makeWorld.js";
import { onceFiles } from "../../src/simulate/onceFiles.js";
import { openOutbox } from "../../src/simulate/outbox.js";
import { simulateDays } from "../../src/simulate/simulateDays.js";
import { workspaceFiles } from "../../src/simulate/workspaceText.js";
import { makeFolder, syncFolder } from "../store/durable.js";

/** What was written: the spec, its incidents, and the rows of each kind of file. */
export type SimulationSummary = {
  readonly out: string;
  readonly seed: number;
  readonly days: number;
  readonly items: number;
  readonly incidents: readonly { readonly id: string; readonly day: number; readonly days: number }[];
  readonly rows: Readonly<Record<string, number>>;
};

type Writing = {
  /** Told the ads written so far. */
  readonly onProgress: (ads: number) => void;
};

const marker = "simulated.json";

/**
 * Writes a simulated workspace into a folder. It is made beside it, as `.<name>.simulating`, and takes its place at the
 * end, so that one that was interrupted is known by its name; the next run begins anew.
 * @param out missing, empty, or simulated before: then it is replaced
 * @throws {DataError} when the folder holds anything else
 */
export async function writeSimulation(
  out: string,
  spec: SimulationSpec,
  { onProgress }: Writing,
): Promise<SimulationSummary> {
  await checkReplaceable(out);
  const simulation = makeWorld(spec);
  const made = join(dirname(out), `.${basename(out)}.simulating`);
  await rm(made, { recursive: true, force: true });
  const rows = await writeFiles(made, simulation, onProgress);
  const incidents = simulation.incidents.map(({ id, day, days }) => ({ id, day, days }));
  const { seed, days, items } = spec;
  await writeFile(join(made, marker), `${JSON.stringify({ seed, days, items }, null, 1)}\n`);
  await rm(out, { recursive: true, force: true });
  await rename(made, out);
  await syncFolder(dirname(out));
  return { out, seed, days, items, incidents, rows };
}

async function checkReplaceable(out: string): Promise<void> {
  const names = await readdir(out).catch((error: unknown) => namesWithout(error, out));
  if (names.length === 0 || names.includes(marker)) return;
  const others = names.length === 1 ? "1 other file" : `${names.length} other files`;
  const message = `expected a new, empty or simulated folder (one with ${marker}), got one that holds ${others}`;
  throw new DataError([{ source: out, message }]);
}

function namesWithout(error: unknown, out: string): string[] {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOENT") return [];
  if (code === "ENOTDIR") throw new DataError([{ source: out, message: "expected a folder, got a file" }]);
  throw error;
}

async function writeFiles(
  made: string,
  simulation: Simulation,
  onProgress: Writing["onProgress"],
): Promise<Readonly<Record<string, number>>> {
  for (const folder of [...Object.keys(dailyColumns), "packages"]) await makeFolder(join(made, folder));
  for (const { path, text } of [...onceFiles(simulation), ...workspaceFiles(simulation)])
    await writeFile(join(made, path), text);
  const outbox = openOutbox(simulation.spec.days);
  const files = openFiles(made);
  try {
    for (const chunk of simulateDays(simulation, outbox)) {
      await files.append(chunk);
      onProgress(outbox.rows.get("items") ?? 0);
    }
  } finally {
    await files.close();
  }
  return Object.fromEntries(outbox.rows);
}

/** Files of one day stay open; the next day's first piece closes them. A piece is on its way before the next is made. */
function openFiles(dir: string): { append: (chunk: Chunk) => Promise<void>; close: () => Promise<void> } {
  const handles = new Map<string, FileHandle>();
  let day = "";
  const close = async (): Promise<void> => {
    const closing = [...handles.values()];
    handles.clear();
    for (const handle of closing) await handle.close();
  };
  return {
    close,
    async append({ path, bytes }) {
      const ofDay = basename(path);
      if (ofDay !== day) await close();
      day = ofDay;
      const handle = handles.get(path) ?? (await open(join(dir, path), "w"));
      handles.set(path, handle);
      await handle.writeFile(bytes);
    },
  };
}
