import { readFile } from "node:fs/promises";
import type { VideoFrames } from "../../src/matcher/hashes/video.js";
import { parseFrames } from "../../src/matcher/hashes/video.js";
import type { DataIssue } from "../../src/model/dataError.js";
import { quote } from "../../src/model/dataError.js";

/**
 * The frames in a vPDQ file, or what is wrong with it: every line, or that there is no such file.
 * @param named where its path is written, for the message when it cannot be opened
 */
export async function readFrames(
  path: string,
  named: Pick<DataIssue, "source" | "line" | "column">,
): Promise<VideoFrames | DataIssue[]> {
  const text = await readFile(path, "utf8").catch(() => undefined);
  if (text !== undefined) return parseFrames(text, path);
  return [{ ...named, message: `expected a file of frames that can be read, got none at ${quote(path)}` }];
}
