import { hash } from "node:crypto";
import { DataError } from "../../src/model/dataError.js";

/** What to do about a store that cannot be trusted. */
export const remedy = "rebuild with: riskbook build --force";

/**
 * The same bytes, when they have this SHA-256.
 * @param wanted in hexadecimal, or the first characters of it
 * @param source path of the file, for the error
 * @throws {DataError} when they were changed
 */
export function checkedBytes<T extends Uint8Array>(bytes: T, wanted: string, source: string): T {
  const found = hash("sha256", bytes).slice(0, wanted.length);
  if (found === wanted) return bytes;
  const message = `expected SHA-256 ${short(wanted)}, got ${short(found)}: the file was changed or damaged; ${remedy}`;
  throw new DataError([{ source, message }]);
}

/** @returns the error for a stored file that is gone */
export function missingFile(source: string): DataError {
  return new DataError([{ source, message: `expected this stored file, got none; ${remedy}` }]);
}

function short(hash: string): string {
  return hash.slice(0, 16);
}
