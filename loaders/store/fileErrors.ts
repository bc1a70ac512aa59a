import { DataError } from "../../src/model/dataError.js";

const remedies: Readonly<Record<string, readonly [found: string, remedy: string]>> = {
  ENOSPC: ["no space left on the disk", "free some space and build again"],
  EDQUOT: ["a full disk quota", "free some space and build again"],
  EROFS: ["a read-only file system", "mount it for writing, or build elsewhere"],
  EACCES: ["no permission to write", "give this user the right to write there"],
  EPERM: ["no permission to write", "give this user the right to write there"],
};

/**
 * What `write` gives. An error of the file system that its owner can mend becomes a DataError that names the path and
 * the remedy; other errors are thrown as they are.
 * @param path of the file or folder that is written
 */
export async function namingPath<T>(path: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    const known = remedies[codeOf(error) ?? ""];
    if (known === undefined) throw error;
    const [found, remedy] = known;
    throw new DataError([
      { source: path, message: `expected to write this, got ${found}; ${remedy}. Nothing was changed` },
    ]);
  }
}

/** `ENOSPC` and the like; engines that write files themselves only say it in words. */
function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ("code" in error) return String(error.code);
  const words = {
    ENOSPC: "No space left on device",
    EROFS: "Read-only file system",
    EACCES: "Permission denied",
  };
  return Object.entries(words).find(([, text]) => error.message.includes(text))?.[0];
}
