import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { VideoFrames } from "../../src/matcher/hashes/video.js";
import { parseFrames } from "../../src/matcher/hashes/video.js";
import type { Term } from "../../src/matcher/term.js";
import { formatFrames } from "../../src/matcher/termFrames.js";
import type { DataIssue } from "../../src/model/dataError.js";

/**
 * The frames in a vPDQ file, or what is wrong with it: every line, or that there is no such file.
 * @param named where its path is written, for the message when it cannot be opened
 */
export function readFrames(
  path: string,
  named: Pick<DataIssue, "source" | "line" | "column">,
): VideoFrames | DataIssue[] {
  const text = readText(path);
  if (text !== undefined) return parseFrames(text, path);
  return [{ ...named, message: `expected a file of frames that can be read, got none at "${path}"` }];
}

/** Where the file of a video term lies. */
export function framesPath({ term }: Term, packageFile: string): string {
  return join(dirname(packageFile), term);
}

/**
 * A video term with what its file holds, or what is wrong with that; a term of another kind is given back.
 * @param place of the term; its file is relative to that of `beside`, a package file, which is left out where it is that one
 */
export function withFrames(
  term: Term,
  { beside, ...place }: { source: string; line: number; beside?: string | undefined },
): Term | DataIssue[] {
  if (term.kind !== "video") return term;
  const read = readFrames(framesPath(term, beside ?? place.source), { ...place, column: "term" });
  if (Array.isArray(read)) return read;
  const frames = formatFrames(read);
  return frames === term.frames ? term : { ...term, frames };
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
