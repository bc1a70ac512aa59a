import type { Cube, CubeCell } from "../../src/model/cube.js";

/** Units of one cluster with what they add to each measure. */
export type Unit = {
  readonly cluster: string;
  readonly slice: CubeCell["slice"];
  readonly values: readonly number[];
};

/** A cube straight from its definition: cluster sums first, then their products, a cell per slice. */
export function cubeOf(units: readonly Unit[], measures: readonly string[]): Cube {
  const dimensions = Object.keys(units[0]?.slice ?? {});
  const slices = new Map(units.map((unit) => [JSON.stringify(unit.slice), unit.slice]));
  const cells = [...slices].map(([key, slice]) => {
    const own = units.filter((unit) => JSON.stringify(unit.slice) === key);
    const clusters = [...new Set(own.map((unit) => unit.cluster))];
    const rows = clusters.map((cluster) =>
      measures.map((_, m) =>
        sumOf(own.filter((unit) => unit.cluster === cluster).map((u) => u.values[m] ?? 0)),
      ),
    );
    return {
      slice,
      sums: measures.map((_, m) => sumOf(rows.map((row) => row[m] ?? 0))),
      products: measures.flatMap((_, i) =>
        measures.slice(i).map((_, j) => sumOf(rows.map((row) => (row[i] ?? 0) * (row[i + j] ?? 0)))),
      ),
    };
  });
  return { dimensions, measures, cells };
}

/** Units from a table of outcomes, e.g. `["a", {language: "fr"}, "tp"]`; each cluster is an item. */
export function confusionCube(rows: readonly (readonly [string, CubeCell["slice"], string])[]): Cube {
  const measures = ["tp", "fp", "fn", "tn"];
  const units = rows.map(([cluster, slice, outcome]) => ({
    cluster,
    slice,
    values: measures.map((measure) => Number(measure === outcome)),
  }));
  return cubeOf(units, measures);
}

function sumOf(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
