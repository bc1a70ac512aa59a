import { productColumns } from "../model/cube.js";
import type { Cube, CubeCell } from "../model/cube.js";

type Row = Readonly<Record<string, unknown>>;

/** The cube that rows of a stored table hold: columns of dimensions, of measures, of their products and maybe `bucket`, `decisions` and `labelled`. */
export function rowsCube(
  rows: readonly Row[],
  { dimensions, measures }: { dimensions: readonly string[]; measures: readonly string[] },
): Cube {
  const products = productColumns(measures);
  const cells = rows.map((row) => ({
    slice: sliceOf(row, dimensions),
    sums: measures.map((name) => Number(row[name])),
    products: products.map((name) => Number(row[name])),
    ...(typeof row["bucket"] === "string" ? { bucket: Number(row["bucket"]) } : {}),
    ...(typeof row["decisions"] === "number"
      ? { labels: { decisions: row["decisions"], labelled: Number(row["labelled"]) } }
      : {}),
  }));
  return { dimensions, measures, cells };
}

/** The values of some columns; what is no text is `null`. */
export function sliceOf(row: Row, dimensions: readonly string[]): CubeCell["slice"] {
  return Object.fromEntries(
    dimensions.map((name) => [name, typeof row[name] === "string" ? row[name] : null]),
  );
}
