import { readdir, readFile } from "node:fs/promises";
import { join, posix, relative, sep } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";

const compress = promisify(gzip);

/** The files of a rendered site, read once each. */
export type SiteFiles = {
  readonly folder: string;
  /** Relative paths with forward slashes, sorted. */
  readonly names: readonly string[];
  readonly has: (name: string) => boolean;
  readonly bytes: (name: string) => Promise<Uint8Array>;
  readonly text: (name: string) => Promise<string>;
  /** Size as sent by a server that compresses, in bytes. */
  readonly gzipSize: (name: string) => Promise<number>;
};

/** Lists a site's folder; the marker of a published site is no part of it. */
export async function siteFiles(folder: string): Promise<SiteFiles> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .toSorted();
  const known = new Set(names);
  const bytes = (name: string): Promise<Uint8Array> => readFile(join(folder, name));
  return {
    folder,
    names,
    has: (name) => known.has(name),
    bytes,
    text: (name) => readFile(join(folder, name), "utf8"),
    gzipSize: remembered(async (name) => (await compress(await bytes(name))).length),
  };
}

function remembered<T>(compute: (name: string) => Promise<T>): (name: string) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return (name) => {
    const found = known.get(name) ?? compute(name);
    known.set(name, found);
    return found;
  };
}

/** The file of the site that an address in `from` means, without query and anchor; `from` itself for a bare anchor. */
export function fileOf(from: string, address: string): string {
  const path = decoded(address.replace(/[?#].*$/s, ""));
  return path === "" ? from : posix.normalize(posix.join(posix.dirname(from), path));
}

/** As written when its percent signs encode nothing. */
export function decoded(address: string): string {
  try {
    return decodeURIComponent(address);
  } catch {
    return address;
  }
}

/** Whether an address leaves the site: another origin or a scheme of its own; `data:` stays in the page. */
export function isExternal(address: string): boolean {
  return !/^data:/i.test(address) && /^(?:[a-z][a-z0-9+.-]*:|\/\/)/i.test(address);
}
