import * as v from "valibot";

const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const entry = v.object({
  /** `day=2022-01-31`, `bucket=07` or whatever the table is cut by. */
  partition: v.string(),
  /** Relative to the store's folder; holds both hashes, so that one name never means two contents. */
  file: v.string(),
  rows: count,
  /** SHA-256 over the canonical rows: what results are keyed by. */
  rowsHash: hash,
  /** SHA-256 over the file's bytes: what reading checks. */
  sha256: hash,
  /** Size of the file. */
  bytes: count,
});

/** Everything a store holds. A file that it does not name does not count. */
export const manifestSchema = v.object({
  version: v.literal(1),
  tables: v.record(
    v.string(),
    v.object({
      /** What the table was made from; equal keys mean that it need not be made again. */
      key: v.string(),
      entries: v.array(entry),
    }),
  ),
});

export type StoreEntry = v.InferOutput<typeof entry>;
export type Manifest = v.InferOutput<typeof manifestSchema>;
export type StoreTable = Manifest["tables"][string];

export const emptyManifest: Manifest = { version: 1, tables: {} };
