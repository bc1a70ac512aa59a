import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { prepareData } from "../../loaders/artefacts/prepareData.js";
import { tinyFiles } from "../fixtures/tinyWorkspace.js";

/** The tiny workspace with a file of reviews a day. */
export const dailyFiles: Readonly<Record<string, string>> = {
  ...tinyFiles,
  "workspace.yaml": tinyFiles["workspace.yaml"].replace("path: reviews.csv", 'path: "reviews/*.csv"'),
  "reviews/1.csv": tinyFiles["reviews.csv"],
  "reviews/2.csv": "id,post,stage,verdict,at\nk1,b3,human,approve,2024-02-05T10:00:00Z\n",
};

/** Name → SHA-256 of every artefact, each read as a page reads it. @throws {DataError} when anything is damaged */
export async function preparedHashes(dir: string, force = false): Promise<Record<string, string>> {
  const quiet = { onStep: () => undefined, onProgress: () => undefined };
  const { artefacts, store } = await prepareData(dir, quiet, { force });
  const pairs = await Promise.all(
    artefacts.map(async (entry) => {
      const bytes = await store.readFile(entry);
      return [entry.partition, createHash("sha256").update(bytes).digest("hex")];
    }),
  );
  return Object.fromEntries(pairs);
}

/** Every file below a folder with its bytes, by path. */
export async function readTree(dir: string): Promise<Map<string, Buffer>> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  const pairs = await Promise.all(
    paths.toSorted().map(async (path): Promise<[string, Buffer]> => [path, await readFile(path)]),
  );
  return new Map(pairs);
}

/** The bytes with one bit flipped. */
export function flipBit(bytes: Buffer, bit: number): Buffer {
  const flipped = Buffer.from(bytes);
  flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return flipped;
}

/** Whole numbers below a limit, the same for the same seed. */
export function seededNumbers(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Adds a comment-like change to an input: a review more. */
export async function touchInput(dir: string, id: string): Promise<void> {
  await writeFile(
    join(dir, "reviews/2.csv"),
    `id,post,stage,verdict,at\nk1,b3,human,approve,2024-02-05T10:00:00Z\n${id},b1,human,approve,2024-02-05T10:00:00Z\n`,
  );
}
