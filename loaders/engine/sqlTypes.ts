import type { StorageType } from "../../src/model/tables/column.js";

/** How the engine calls each type of a column. */
export const sqlTypes: Readonly<Record<StorageType, string>> = {
  utf8: "VARCHAR",
  int32: "INTEGER",
  float64: "DOUBLE",
  bool: "BOOLEAN",
  timestamp: "TIMESTAMP_MS",
};
