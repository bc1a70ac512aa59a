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
  /** The results that were asked for, in their order, to be committed. */
  entries(): readonly StoreEntry[];
};

/** The results of the last build, and room for those of this one. */
export function openKeptQueries(
  store: Store,
  { files, codeHash, force }: Pick<Dataset, "files"> & { codeHash: string; force: boolean },
): KeptQueries {
  const last = force ? [] : (store.manifest().tables[queryTable]?.entries ?? []);
  const entries: StoreEntry[] = [];
  return {
    keep: async <T>(name: string, { tables, settings }: QueryInputs, make: () => Promise<T>): Promise<T> => {
      const hashes = tables.map((table) => files[table].map(({ entry }) => entry.rowsHash));
      const key = sha256(JSON.stringify([codeHash, name, tables, hashes, settings]));
      const known = last.find(({ partition, rowsHash }) => partition === name && rowsHash === key);
      if (known !== undefined && (await store.has(known))) {
        const kept: T = JSON.parse((await store.readFile(known)).toString("utf8")); // written by code of the same hash
        entries.push(known);
        return kept;
      }
      const made = await make();
      const item = { table: queryTable, partition: name, rows: 1, rowsHash: key, extension: "json" } as const;
      entries.push(await store.put(item, (path) => writeFile(path, JSON.stringify(made))));
      return made;
    },
    entries: () => entries,
  };
}
