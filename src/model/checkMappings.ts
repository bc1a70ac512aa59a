import * as v from "valibot";
import { quote } from "./dataError.js";
import { parseDurationMs } from "./duration.js";
import { didYouMean } from "./nearest.js";
import { anyOf, expectedOf } from "./expected.js";
import { allowedWords, isRequired } from "./tables/column.js";
import type { Column, Columns } from "./tables/column.js";
import { tables, tableNames } from "./tables/tables.js";
import { templateColumns } from "./template.js";
import type { WorkspaceSpec } from "./workspaceSpec.js";

/** Something wrong between parts of a workspace that are each well-formed. */
export type MappingIssue = { readonly path: readonly (string | number)[]; readonly message: string };

type Spec = WorkspaceSpec;
type Mapping = NonNullable<Spec["tables"]["item"]>[number];
type Known = readonly string[];

/** Every reference of a workspace that leads nowhere and every constant that its column cannot hold; empty when all is well. */
export function checkMappings(spec: Spec): MappingIssue[] {
  const ofTables = tableNames.flatMap((name) =>
    (spec.tables[name] ?? []).flatMap((mapping, index) =>
      under(["tables", name, index], checkMapping(mapping, tables[name].columns, spec)),
    ),
  );
  const ofPackages = Object.entries(spec.packages ?? {}).flatMap(([name, { from, columns, releasedAt }]) => {
    const named: Named[] = Object.entries(columns).flatMap(([key, column]) =>
      column === undefined ? [] : [{ path: ["columns", key], column }],
    );
    if (releasedAt !== undefined) named.push({ path: ["releasedAt"], column: releasedAt });
    return under(["packages", name], checkFrom(from, spec, named));
  });
  const ofSources = Object.keys(spec.sources).flatMap((name) =>
    under(["sources", name, "freshness"], checkFreshness(name, spec)),
  );
  return [...ofTables, ...ofPackages, ...ofSources, ...checkHistory(spec)];
}

function checkHistory({ lifecycle, ...spec }: Spec): MappingIssue[] {
  if (lifecycle?.history === undefined) return [];
  const { from, columns } = lifecycle.history;
  const named = Object.entries(columns).map(([key, column]) => ({
    path: ["columns", key],
    column: column ?? "",
  }));
  return under(["lifecycle", "history"], checkFrom(from, spec, named));
}

/** Only a column that is read as a time somewhere has a newest time. */
function checkFreshness(source: string, spec: Spec): MappingIssue[] {
  const { freshness } = spec.sources[source] ?? {};
  if (freshness === undefined) return [];
  const { column, warnAfter, errorAfter } = freshness;
  const known = timeColumns(source, spec);
  const issues: MappingIssue[] = [];
  if (!known.includes(column)) {
    const message = `expected a column that a table or package takes a time from, got ${quote(column)}${didYouMean(column, known)}`;
    issues.push({ path: ["column"], message });
  }
  if (warnAfter === undefined && errorAfter === undefined)
    issues.push({ path: [], message: "expected warnAfter, errorAfter or both, got neither" });
  const isInOrder =
    (parseDurationMs(warnAfter ?? "") ?? 0) <= (parseDurationMs(errorAfter ?? "") ?? Infinity);
  if (!isInOrder)
    issues.push({
      path: ["errorAfter"],
      message: `expected no less than warnAfter (${warnAfter ?? ""}), got ${quote(errorAfter)}`,
    });
  return issues;
}

function timeColumns(source: string, spec: Spec): string[] {
  const ofTables = tableNames.flatMap((name) => {
    const columns: Columns = tables[name].columns;
    const own = (spec.tables[name] ?? []).filter(({ from }) => from === source);
    const pairs = own.flatMap((mapping) => Object.entries(mapping.columns));
    return pairs.filter(([key]) => columns[key]?.type === "timestamp").map(([, column]) => column);
  });
  const ofPackages = Object.values(spec.packages ?? {}).filter(({ from }) => from === source);
  return [...ofTables, ...ofPackages.flatMap(({ releasedAt }) => releasedAt ?? [])];
}

function checkMapping(mapping: Mapping, columns: Columns, spec: Spec): MappingIssue[] {
  const { from, constants = {}, dimensions = {}, values = {}, skipWithout } = mapping;
  const named = Object.entries(mapping.columns).flatMap(([key, text]) =>
    templateColumns(text).map((column) => ({ path: ["columns", key], column })),
  );
  for (const [key, column] of Object.entries(dimensions)) named.push({ path: ["dimensions", key], column });
  if (skipWithout !== undefined) named.push({ path: ["skipWithout"], column: skipWithout });
  return [
    ...checkFrom(from, spec, named),
    ...unknownKeys({ columns: mapping.columns, constants }, Object.keys(columns)),
    ...unknownKeys({ values }, [...Object.keys(columns), ...Object.keys(dimensions)]),
    ...Object.entries(constants).flatMap(([key, value]) => checkConstant(key, value, columns[key])),
    ...Object.entries(values).flatMap(([key, words]) => checkValues(key, words, columns[key])),
    ...Object.keys(dimensions).flatMap((key) => checkDimension(key, columns)),
    ...missingColumns({ ...mapping.columns, ...constants }, columns),
  ];
}

type Named = { path: string[]; column: string };

function checkFrom(from: string, spec: Spec, named: readonly Named[]): MappingIssue[] {
  const source = spec.sources[from];
  if (source === undefined) {
    const known = Object.keys(spec.sources);
    return [
      {
        path: ["from"],
        message: `expected the name of a source, got ${quote(from)}${didYouMean(from, known)}`,
      },
    ];
  }
  const known = Array.isArray(source.columns) ? source.columns : Object.keys(source.columns);
  return named
    .filter(({ column }) => !known.includes(column))
    .map(({ path, column }) => ({
      path,
      message: `expected a column of the source ${from}, got ${quote(column)}${didYouMean(column, known)}`,
    }));
}

function unknownKeys(maps: Record<string, object>, known: Known): MappingIssue[] {
  return Object.entries(maps).flatMap(([part, map]) =>
    Object.keys(map)
      .filter((key) => !known.includes(key))
      .map((key) => ({
        path: [part, key],
        message: `expected a column of the table, got ${quote(key)}${didYouMean(key, known)}`,
      })),
  );
}

function checkConstant(
  key: string,
  value: string | number | boolean,
  column: Column | undefined,
): MappingIssue[] {
  if (column === undefined) return [];
  const path = ["constants", key];
  if (column.type === "timestamp")
    return [{ path, message: "expected a time to come from a column of the source" }];
  return v.is(column.schema, value)
    ? []
    : [{ path, message: `expected ${expectedOf(column)}, got ${quote(value)}` }];
}

function checkValues(key: string, words: Record<string, string>, column: Column | undefined): MappingIssue[] {
  const allowed = column === undefined ? undefined : allowedWords(column);
  if (allowed === undefined) return [];
  return Object.entries(words)
    .filter(([, word]) => !allowed.includes(word))
    .map(([raw, word]) => ({
      path: ["values", key, raw],
      message: `expected ${anyOf(allowed)}, got ${quote(word)}${didYouMean(word, allowed)}`,
    }));
}

function checkDimension(key: string, columns: Columns): MappingIssue[] {
  if (!Object.hasOwn(columns, key)) return [];
  return [
    {
      path: ["dimensions", key],
      message: `expected a name of your own, got the table's column ${quote(key)}`,
    },
  ];
}

function missingColumns(given: object, columns: Columns): MappingIssue[] {
  return Object.entries(columns)
    .filter(([key, column]) => isRequired(column) && !Object.hasOwn(given, key))
    .map(([key]) => ({ path: ["columns"], message: `expected the table's column ${quote(key)}, got none` }));
}

function under(path: readonly (string | number)[], issues: readonly MappingIssue[]): MappingIssue[] {
  return issues.map((issue) => ({ ...issue, path: [...path, ...issue.path] }));
}
