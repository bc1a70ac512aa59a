import type { PackageColumn } from "./packageColumns.js";
import { itemColumns } from "./tables/item.js";
import { text } from "./tables/column.js";
import type { Columns } from "./tables/column.js";
import type { Decision } from "./tables/reviewEvent.js";
import { tables } from "./tables/tables.js";
import type { TableName } from "./tables/tables.js";
import { parseDurationMs } from "./duration.js";
import type { Lifecycle } from "./lifecycle.js";
import { toLifecycle } from "./lifecycle.js";
import { parseTime } from "./time.js";
import type { Meaning, PackageSpec, SourceSpec, WorkspaceSpec } from "./workspaceSpec.js";

/** What a cell of a source may be; an absent one is "" in CSV and null in JSON. */
export type CellType = "string" | "number" | "boolean";
/** Column name → what its cells are, in the file's order. */
export type SourceSchema = Readonly<Record<string, CellType>>;

export type WorkspaceSource = {
  readonly format: SourceSpec["format"];
  readonly path: string;
  readonly columns: SourceSchema;
  readonly freshness: Freshness | undefined;
  readonly onError: "stop" | "keepLast";
  /** Whether it may be missing. */
  readonly isOptional: boolean;
};

/** How old the newest time of a column may be, held against `asOf`. */
export type Freshness = {
  readonly column: string;
  readonly warnAfterMs: number | undefined;
  readonly errorAfterMs: number | undefined;
};

/** How rows of a source become rows of a table; see the spec for each key. */
export type TableMapping = {
  readonly from: string;
  readonly columns: Readonly<Record<string, string>>;
  readonly constants: Readonly<Record<string, string | number | boolean>>;
  readonly values: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly zone: string | undefined;
  readonly skipWithout: string | undefined;
};

export type WorkspacePackage = {
  readonly from: string;
  readonly label: string;
  readonly releasedAt: string | undefined;
  readonly zone: string | undefined;
  /** Column of a package → column of the source. */
  readonly columns: Readonly<Partial<Record<PackageColumn, string>>> & { readonly term: string };
  readonly constants: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Labels of releases. */
  readonly compare: { readonly from: string; readonly to: string } | undefined;
};

/** What a change of a package may do before it ships; shares are 0–1. See the spec for each. */
export type GateLimits = {
  readonly maxFprRise: number;
  readonly maxRecallFall: number;
  readonly maxTermShare: number;
  readonly minLabels: number;
  readonly maxP0Lost: number;
  readonly minCoverage: number;
};

/** Bounds of the search for candidates; see the spec for each. */
export type Mining = {
  readonly minPrecision: number;
  readonly minSupport: number;
  readonly maxShare: number;
  readonly boilerplate: readonly string[];
};

/** A workspace with every default filled in. */
export type Workspace = {
  /** The folder, as the user named it; paths of sources are relative to it. */
  readonly dir: string;
  readonly name: string;
  readonly title: string;
  /** UTC ms. */
  readonly asOf: number;
  readonly timeZone: string;
  /** How long after `asOf` the next build is expected. */
  readonly rebuildEveryMs: number | undefined;
  readonly about: string | undefined;
  readonly cannotShow: readonly string[];
  readonly maxRejectedShare: number;
  readonly sources: Readonly<Record<string, WorkspaceSource>>;
  readonly tables: Readonly<Record<TableName, readonly TableMapping[]>>;
  /** Names of the extra text columns of item. */
  readonly dimensions: readonly string[];
  readonly packages: Readonly<Record<string, WorkspacePackage>>;
  readonly decisions: Readonly<Record<Decision, Meaning>>;
  readonly lifecycle: Lifecycle;
  readonly lint: { readonly maxShare: number; readonly identityTerms: string | undefined };
  /** What wrong rejections are divided by: rejections (FDR), good items (FPR), or all decisions. */
  readonly overkill: "fdr" | "fpr" | "traffic";
  /** What a change of a package may do. */
  readonly gate: GateLimits;
  /** Metric id → target, a share. */
  readonly targets: Readonly<Record<string, number>>;
  /** How long labels keep coming in, e.g. `3d`, for metrics that do not say so themselves. */
  readonly maturesAfter: string | undefined;
  /** Whether the build holds releases against what their replay predicted. */
  readonly monitor: boolean;
  /** How to look for candidates; `undefined` where the build should not. */
  readonly mining: Mining | undefined;
  /** Whether pages may carry texts of items, as examples; false unless the workspace says so. */
  readonly publishTexts: boolean;
  /** File with what terms cost to be looked for, relative to the workspace. */
  readonly costs: string | undefined;
  readonly cleanup: boolean;
  /** Whether inconsistency is also told of near-duplicates. */
  readonly nearDuplicates: boolean;
};

const defaultDecisions: Readonly<Record<Decision, Meaning>> = {
  approve: "not-violating",
  reject: "violating",
  restrict: "violating",
  "age-gate": "violating",
  limit: "violating",
  escalate: "none",
  skip: "none",
};

/** A point of FPR, half a point of recall, and the share at which Wikipedia's AbuseFilter throttles a filter. */
const defaultGate: GateLimits = {
  maxFprRise: 0.01,
  maxRecallFall: 0.005,
  maxTermShare: 0.05,
  minLabels: 30,
  maxP0Lost: 0,
  minCoverage: 0.5,
};

/** The workspace that a checked spec describes, with all defaults. */
export function toWorkspace(spec: WorkspaceSpec, dir: string): Workspace {
  const items = spec.tables.item ?? [];
  return {
    dir,
    name: spec.name,
    title: spec.title,
    asOf: timeOf(spec.asOf),
    timeZone: spec.timeZone ?? "UTC",
    rebuildEveryMs: spec.rebuildEvery === undefined ? undefined : parseDurationMs(spec.rebuildEvery),
    about: spec.about,
    cannotShow: spec.cannotShow ?? [],
    maxRejectedShare: spec.maxRejectedShare ?? 0,
    sources: mapValues(spec.sources, toSource),
    tables: {
      item: items.map((mapping) =>
        toMapping({ ...mapping, columns: { ...mapping.columns, ...mapping.dimensions } }),
      ),
      review_event: (spec.tables.review_event ?? []).map(toMapping),
      policy: (spec.tables.policy ?? []).map(toMapping),
      delivery: (spec.tables.delivery ?? []).map(toMapping),
      feedback: (spec.tables.feedback ?? []).map(toMapping),
      reviewer: (spec.tables.reviewer ?? []).map(toMapping),
    },
    dimensions: [...new Set(items.flatMap((mapping) => Object.keys(mapping.dimensions ?? {})))],
    packages: mapValues(spec.packages ?? {}, toPackage),
    decisions: { ...defaultDecisions, ...given(spec.decisions ?? {}) },
    lifecycle: toLifecycle(spec.lifecycle),
    lint: { maxShare: spec.lint?.maxShare ?? 0.05, identityTerms: spec.lint?.identityTerms },
    overkill: spec.overkill ?? "fdr",
    gate: { ...defaultGate, ...given(spec.gate ?? {}) },
    targets: spec.metrics?.targets ?? {},
    maturesAfter: spec.metrics?.maturesAfter,
    monitor: spec.monitor ?? false,
    mining: spec.mining && toMining(spec.mining),
    publishTexts: spec.publish?.exampleTexts ?? false,
    costs: Object.values(spec.packages ?? {}).find(({ costs }) => costs !== undefined)?.costs,
    cleanup: spec.cleanup ?? false,
    nearDuplicates: spec.nearDuplicates ?? false,
  };
}

/** The bounds with all defaults. */
export function toMining({
  minPrecision = 0.5,
  minSupport = 3,
  maxShare = 0.05,
  boilerplate = [],
}: NonNullable<WorkspaceSpec["mining"]> = {}): Mining {
  return { minPrecision, minSupport, maxShare, boilerplate };
}

/**
 * The columns of a table in this workspace, in storage order: the dimensions of its own included, and not those that are
 * stored only where they are mapped.
 */
export function tableColumns(workspace: Pick<Workspace, "dimensions" | "tables">, name: TableName): Columns {
  if (name !== "item") return tables[name].columns;
  const columns: Columns = itemColumns;
  const isMapped = (column: string): boolean =>
    workspace.tables.item.some((mapping) => column in mapping.columns || column in mapping.constants);
  return {
    ...Object.fromEntries(
      Object.entries(columns).filter(([column, { ifMapped }]) => ifMapped !== true || isMapped(column)),
    ),
    ...Object.fromEntries(workspace.dimensions.map((dimension) => [dimension, text])),
  };
}

type MappingSpec = NonNullable<WorkspaceSpec["tables"]["review_event"]>[number];

function toMapping(spec: MappingSpec): TableMapping {
  const { from, columns, constants = {}, values = {}, zone, skipWithout } = spec;
  return { from, columns, constants, values, zone, skipWithout };
}

function toSource(spec: SourceSpec): WorkspaceSource {
  const { format, path, columns, freshness, optional: isOptional = false, onError = "stop" } = spec;
  const schema = Array.isArray(columns)
    ? Object.fromEntries(columns.map((name): [string, CellType] => [name, "string"]))
    : columns;
  return {
    format,
    path,
    columns: schema,
    freshness: freshness && toFreshness(freshness),
    onError,
    isOptional,
  };
}

function toFreshness({ column, warnAfter, errorAfter }: NonNullable<SourceSpec["freshness"]>): Freshness {
  return { column, warnAfterMs: maybeDuration(warnAfter), errorAfterMs: maybeDuration(errorAfter) };
}

function maybeDuration(text: string | undefined): number | undefined {
  return text === undefined ? undefined : parseDurationMs(text);
}

function toPackage(spec: PackageSpec): WorkspacePackage {
  const { from, label = "{stem}", releasedAt, zone, columns, constants = {}, values = {}, compare } = spec;
  return {
    from,
    label,
    releasedAt,
    zone,
    columns: { ...given(columns), term: columns.term },
    constants: given(constants),
    values: given(values),
    compare,
  };
}

function timeOf(text: string): number {
  const timeMs = parseTime(text);
  if (timeMs === undefined)
    throw new TypeError(`Expected \`asOf\` to be a time with a zone, got \`${text}\``);
  return timeMs;
}

function given<T>(values: Readonly<Record<string, T | undefined>>): Record<string, T> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}

function mapValues<A, B>(record: Readonly<Record<string, A>>, map: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
