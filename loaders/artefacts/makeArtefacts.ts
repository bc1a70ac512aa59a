import type { ArtefactName } from "../../src/model/artefact.js";
import type { Report } from "../../src/model/report.js";
import type { DecisionRow } from "../../src/replay/flips.js";
import { openEngine } from "../engine/duckdb.js";
import type { QueryResult } from "../engine/duckdb.js";
import { arrowBytes, toColumns } from "../store/arrowFile.js";
import type { ArrowColumn } from "../store/arrowFile.js";
import type { Store } from "../store/store.js";
import { openDataset } from "./dataset.js";
import type { Dataset } from "./dataset.js";
import { decisionRows } from "./decisionRows.js";
import { queryItems } from "./items.js";
import type { ArtefactInputs } from "./artefactInputs.js";
import { buildReport } from "./report.js";
import { queryReviewCubes } from "./reviewCubes.js";
import { termTables } from "./termRows.js";

/** The bytes of every file that pages read, from the stored tables and the hits. */
export async function makeArtefacts(
  store: Store,
  inputs: ArtefactInputs,
): Promise<Record<ArtefactName, Uint8Array>> {
  const { workspace, ingested } = inputs;
  const engine = await openEngine();
  try {
    const dataset = await openDataset(engine, workspace, { tables: ingested.tables, store });
    const replayed = await inputs.replayed();
    const items = await queryItems(dataset, replayed.itemIds);
    const cubes = await queryReviewCubes(dataset, workspace.timeZone);
    const terms = termTables(items, replayed, workspace.publishTexts);
    const report = await buildReport(dataset, items, inputs);
    return {
      "report.json": jsonBytes(report),
      "decisions.arrow": decisionBytes(decisionRows(items, replayed), dataset),
      "review.arrow": cubeBytes(cubes.review),
      "reviewDaily.arrow": cubeBytes(cubes.reviewDaily),
      "pairs.arrow": cubeBytes(cubes.pairs),
      "terms.arrow": arrowBytes(toColumns(terms.terms, termTypes)),
      "termPolicies.arrow": arrowBytes(
        toColumns(terms.policies, {
          termId: "text",
          policy: "text",
          hits: "whole",
          tp: "whole",
          fp: "whole",
        }),
      ),
      "termOverlaps.arrow": arrowBytes(
        toColumns(terms.overlaps, { termId: "text", otherId: "text", items: "whole" }),
      ),
      "termExamples.arrow": arrowBytes(
        toColumns(terms.examples, {
          termId: "text",
          itemId: "text",
          policy: "text",
          truth: "text",
          text: "text",
        }),
      ),
    };
  } finally {
    engine.close();
  }
}

const termTypes = {
  termId: "text",
  term: "text",
  language: "text",
  firstRelease: "whole",
  lastRelease: "whole",
  hits: "whole",
  labelled: "whole",
  tp: "whole",
  fp: "whole",
  uniqueHits: "whole",
  uniqueTp: "whole",
  uniqueFp: "whole",
  credit: "number",
} as const;

function jsonBytes(report: Report): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(report));
}

/** A cube as the engine gave it: texts where the first row that has a value holds one, numbers elsewhere. */
function cubeBytes({ columns, rows }: QueryResult): Uint8Array {
  const types = columns.map((_, index) =>
    rows.some((row) => typeof row[index] === "string") ? "text" : "number",
  );
  const named = columns.map((name, index): [string, ArrowColumn] => {
    const values = rows.map((row) => row[index] ?? null);
    return types[index] === "text"
      ? [name, { type: "text", values: values.map((value) => (typeof value === "string" ? value : null)) }]
      : [name, { type: "number", values: values.map(Number) }];
  });
  return arrowBytes(Object.fromEntries(named));
}

function decisionBytes(rows: readonly DecisionRow[], { dimensions }: Dataset): Uint8Array {
  const slices = Object.keys(dimensions).map((name): [string, ArrowColumn] => [
    name,
    { type: "text", values: rows.map(({ slice }) => slice[name] ?? null) },
  ]);
  return arrowBytes({
    ...Object.fromEntries(slices),
    ...toColumns(
      rows.map(({ truth, rejectedBy, items }) => ({ truth, rejectedBy, items })),
      { truth: "text", rejectedBy: "text", items: "whole" },
    ),
  });
}
