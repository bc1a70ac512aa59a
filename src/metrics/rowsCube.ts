import { productColumns } from "../model/cube.js";
import type { Cube, CubeCell } from "../model/cube.js";
import type { Report } from "../model/report.js";
import { confusionMeasures } from "./verdict.js";

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

/** The cubes of scored decisions by stage, a column of the rows, in the order of first occurrence. */
export function stageCubes(
  rows: readonly Row[],
  { dimensions, advertisers }: { dimensions: readonly string[]; advertisers: Report["advertisers"] },
): Map<string, Cube> {
  const byStage = new Map<string, Row[]>();
  for (const row of rows) {
    const stage = String(row["stage"]);
    const known = byStage.get(stage);
    if (known === undefined) byStage.set(stage, [row]);
    else known.push(row);
  }
  const measures = confusionMeasures;
  return new Map(
    Array.from(byStage, ([stage, own]) => {
      const known = advertisers[stage];
      const cube = rowsCube(own, { dimensions, measures });
      return [stage, known === undefined ? cube : { ...cube, advertisers: known }];
    }),
  );
}
