import { writeFile } from "node:fs/promises";
import type { TableName } from "../../src/model/tables/tables.js";
import { sha256 } from "../store/codeHash.js";
import type { StoreEntry } from "../store/manifest.js";
import type { Store } from "../store/store.js";
import type { Dataset } from "./dataset.js";

/** Name that kept results have in the store's manifest; each is a partition. */
export const queryTable = "query";

/** What a result depends on, beside the code. */
export type QueryInputs = {
  readonly tables: readonly TableName[];
  /** Settings of the workspace, as JSON has them. */
  readonly settings: readonly unknown[];
};

/** Results that the store keeps from build to build, since they are made of whole tables. */
export type KeptQueries = {
  /**
   * The kept result of this name where its inputs are those that it was made from, else that of `make`, to be kept.
   * @param make gives plain JSON
   */
  keep<T>(name: string, inputs: QueryInputs, make: () => Promise<T>): Promise<T>;
  /** The same for a result that may not be needed: it is read from the store when the function is called. */
  hold<T>(name: string, inputs: QueryInputs, make: () => Promise<T>): Promise<() => Promise<T>>;
  /** The results that were asked for, in their order, to be committed. */
  entries(): readonly StoreEntry[];
};

/** The results of the last build, and room for those of this one. */
export function openKeptQueries(
  store: Store,
  { files, codeHash, force }: Pick<Dataset, "files"> & { codeHash: string; force: boolean },
): KeptQueries {
  const last = new Map(
    (force ? [] : (store.manifest().tables[queryTable]?.entries ?? [])).map((entry) => [
      entry.partition,
      entry,
    ]),
  );
  const entries: StoreEntry[] = [];
  async function hold<T>(
    name: string,
    { tables, settings }: QueryInputs,
    make: () => Promise<T>,
  ): Promise<() => Promise<T>> {
    const hashes = tables.map((table) => files[table].map(({ entry }) => entry.rowsHash));
    const key = sha256(JSON.stringify([codeHash, name, tables, hashes, settings]));
    const known = last.get(name);
    if (known?.rowsHash === key && (await store.has(known))) {
      entries.push(known);
      return async () => JSON.parse((await store.readFile(known)).toString("utf8")); // code of the same hash wrote it
    }
    const made = await make();
    const item = { table: queryTable, partition: name, rows: 1, rowsHash: key, extension: "json" } as const;
    entries.push(await store.put(item, (path) => writeFile(path, JSON.stringify(made))));
    return () => Promise.resolve(made);
  }
  return {
    hold,
    keep: async (name, inputs, make) => (await hold(name, inputs, make))(),
    entries: () => entries,
  };
}
