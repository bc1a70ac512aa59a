import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { artefactFolder } from "../../loaders/site/artefactFolder.js";
import { arrowBytes, toColumns } from "../../loaders/store/arrowFile.js";
import type { ArrowColumn } from "../../loaders/store/arrowFile.js";
import { projectRoot } from "../../loaders/store/codeHash.js";
import type { PageData } from "../../src/components/pageData.js";
import { compilePackage } from "../../src/matcher/compilePackage.js";
import { packMatchers } from "../../src/matcher/packMatchers.js";
import { productColumns } from "../../src/model/cube.js";
import { scoringColumns } from "../../src/model/artefact.js";
import type { Cube } from "../../src/model/cube.js";
import { smallData } from "../components/smallData.js";
import { tempFolder } from "../sources/tempFolder.js";

/** The pages that the project ships. */
export const pageFiles = [
  "ad-health.md",
  "candidates.md",
  "data-and-definitions.md",
  "index.md",
  "overkill-and-leakage.md",
  "package.md",
  "policies.md",
  "quality.md",
  "releases.md",
  "root-cause.md",
  "terms/[termId].md",
  "trends.md",
  "what-if.md",
] as const;

/** A root as a build makes it, with copies of the project's pages and small data. */
export async function pageRoot(data?: PageData): Promise<string> {
  const root = await tempFolder({});
  for (const file of pageFiles) await cp(join(projectRoot, "src", file), join(root, file));
  const folder = artefactFolder(root);
  await mkdir(folder, { recursive: true });
  for (const [name, bytes] of Object.entries(artefactBytes(data ?? (await smallData())))) {
    await writeFile(join(folder, name), bytes);
  }
  return root;
}

/** Replaces a part of a page and gives its line; fails when the page has no such part. */
export async function plant(
  root: string,
  file: string,
  [part, fault]: readonly [string, string],
): Promise<number> {
  const text = await readFile(join(root, file), "utf8");
  if (!text.includes(part)) throw new Error(`Expected ${file} to hold ${part}`);
  await writeFile(
    join(root, file),
    text.replace(part, () => fault),
  );
  return text.slice(0, text.indexOf(part)).split("\n").length;
}

function artefactBytes(data: PageData): Record<string, Uint8Array | string> {
  const { dimensions } = data.report;
  const slices = data.decisions.map(({ slice }) => slice);
  return {
    "report.json": JSON.stringify(data.report),
    "decisions.arrow": arrowBytes({
      ...sliceColumns(dimensions, slices),
      ...toColumns(
        data.decisions.map(({ truth, rejectedBy, items }) => ({ truth, rejectedBy, items })),
        { truth: "text", rejectedBy: "text", items: "whole" },
      ),
    }),
    "review.arrow": cubeBytes(ofStages(data.scored)),
    "reviewDaily.arrow": cubeBytes(ofStages(data.scoredDaily)),
    "pairs.arrow": slicedBytes(dimensions, data.judged),
    "duplicates.arrow": cubeBytes(data.duplicates),
    "audits.arrow": slicedBytes(dimensions, data.audits),
    "lineItems.arrow": cubeBytes(data.lineItems),
    "labelLags.arrow": slicedBytes(dimensions, data.labelLags),
    "coverage.arrow": rowBytes(data.coverage),
    "samples.arrow": rowBytes(data.samples),
    "terms.arrow": rowBytes(data.terms),
    "termPolicies.arrow": rowBytes(data.termPolicies),
    "termOverlaps.arrow": rowBytes(data.termOverlaps),
    "termExamples.arrow": rowBytes(data.termExamples),
    "packageTerms.arrow": rowBytes(data.packageTerms),
    "alerts.json": JSON.stringify(data.alerts),
    "overkill.json": JSON.stringify(data.overkill),
    "policies.json": JSON.stringify(data.policies),
    "adHealth.json": JSON.stringify(data.adHealth),
    "candidates.json": JSON.stringify(data.candidates),
    "growth.json": JSON.stringify(data.growth),
    "releaseTerms.json": JSON.stringify(data.releaseTerms),
    "monitor.json": JSON.stringify(data.monitor),
    "package.bin": packMatchers([compilePackage([]), compilePackage([])]),
  };
}

/** One cube of all stages, as it is stored. */
function ofStages(cubes: ReadonlyMap<string, Cube>): Cube {
  const parts = [...cubes].map(([stage, cube]) => ({
    ...cube,
    dimensions: [...new Set([...cube.dimensions, ...scoringColumns])],
    cells: cube.cells.map((cell) => ({ ...cell, slice: { ...cell.slice, stage } })),
  }));
  const [first] = parts;
  if (first === undefined) throw new TypeError("Expected a cube of one stage at least, got none");
  return { ...first, cells: parts.flatMap(({ cells }) => cells) };
}

function cubeBytes({ dimensions, measures, cells }: Cube): Uint8Array {
  const number = (name: string, values: number[]): [string, ArrowColumn] => [
    name,
    { type: "number", values },
  ];
  return arrowBytes({
    ...sliceColumns(
      dimensions,
      cells.map(({ slice }) => slice),
    ),
    ...Object.fromEntries(
      measures.map((name, at) =>
        number(
          name,
          cells.map(({ sums }) => sums[at] ?? 0),
        ),
      ),
    ),
    ...Object.fromEntries(
      productColumns(measures).map((name, at) =>
        number(
          name,
          cells.map(({ products }) => products[at] ?? 0),
        ),
      ),
    ),
  });
}

function sliceColumns(
  dimensions: readonly string[],
  slices: readonly Readonly<Record<string, string | null>>[],
): Record<string, ArrowColumn> {
  return Object.fromEntries(
    dimensions.map((name): [string, ArrowColumn] => [
      name,
      { type: "text", values: slices.map((slice) => slice[name] ?? null) },
    ]),
  );
}

type Cells = Readonly<Record<string, string | number | null | undefined>>;

/** Rows of a slice, with the dimensions as columns of their own. */
function slicedBytes(
  dimensions: readonly string[],
  rows: readonly { readonly slice: Readonly<Record<string, string | null>> }[],
): Uint8Array {
  return rowBytes(
    rows.map(({ slice, ...row }): Cells => ({
      ...Object.fromEntries(dimensions.map((name) => [name, slice[name]])),
      ...row,
    })),
  );
}

/** Columns that hold a number somewhere are of numbers, others of texts. */
function rowBytes(rows: readonly Cells[]): Uint8Array {
  const types = Object.keys(rows[0] ?? {}).map((name): [string, ArrowColumn["type"]] => [
    name,
    rows.some((row) => typeof row[name] === "number") ? "number" : "text",
  ]);
  return arrowBytes(toColumns(rows.map(withoutGaps), Object.fromEntries(types)));
}

function withoutGaps(row: Cells): Readonly<Record<string, string | number | null>> {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value ?? null]));
}
