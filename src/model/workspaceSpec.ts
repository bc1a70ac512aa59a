import * as v from "valibot";
import { termFlags } from "./packageColumns.js";
import { checkMappings } from "./checkMappings.js";
import { parseDurationMs } from "./duration.js";
import { lifecycleSpec } from "./lifecycle.js";
import { parseTime, zoneOffsetMs } from "./time.js";
import { decisions } from "./tables/reviewEvent.js";

const word = v.pipe(v.string(), v.nonEmpty("expected some text, got none"));
const fileName = v.pipe(
  v.string(),
  v.regex(
    /^[a-z0-9][a-z0-9-]*$/,
    "expected lower-case letters, digits and hyphens, as it stands in file names and URLs",
  ),
);
const columnName = v.pipe(
  v.string(),
  v.regex(/^[a-z][a-z0-9_]*$/, "expected lower-case letters, digits and underscores, as it stands in SQL"),
);
const time = v.pipe(
  v.string(),
  v.check(
    (text) => parseTime(text) !== undefined,
    "expected a time with a zone such as 2022-02-08T00:00:00Z",
  ),
);
const zone = v.pipe(
  v.string(),
  v.check((text) => zoneOffsetMs(text) !== undefined, "expected UTC or an offset such as +01:00"),
);
const duration = v.pipe(
  v.string(),
  v.check((text) => parseDurationMs(text) !== undefined, "expected a length of time such as 90m, 36h or 7d"),
);
const timeZone = v.pipe(v.string(), v.check(isTimeZone, "expected a time zone such as UTC or Europe/Berlin"));
const shareOfOne = v.pipe(
  v.number(),
  v.minValue(0, "expected a share from 0 to 1"),
  v.maxValue(1, "expected a share from 0 to 1"),
);

const freshness = v.strictObject({
  /** Column of the source that a table or package takes a time from. */
  column: word,
  /** Older than this against `asOf`, the source is stale. */
  warnAfter: v.optional(duration),
  /** Older than this, it has expired. */
  errorAfter: v.optional(duration),
});

const cellType = v.picklist(["string", "number", "boolean"]);
const source = v.strictObject({
  format: v.picklist(["csv", "ndjson", "parquet"]),
  /** Relative to the workspace; `*` stands for any characters within a part, and each file is a partition. */
  path: word,
  /** Every column the files hold; as a list all are text. */
  columns: v.union(
    [v.array(word), v.record(word, cellType)],
    'expected a list of column names, or a map of name to "string", "number" or "boolean"',
  ),
  freshness: v.optional(freshness),
  /** Whether the source may be missing: then it has no rows. */
  optional: v.optional(v.boolean()),
  /** What to do when the source cannot be read or too many of its rows are rejected: stop, or keep its last good rows. */
  onError: v.optional(v.picklist(["stop", "keepLast"])),
});

const wholeNumber = v.pipe(
  v.number(),
  v.integer("expected a whole number from 0"),
  v.minValue(0, "expected a whole number from 0"),
);

/** What a change of a package may do; see `riskbook gate`. */
const gate = v.strictObject({
  /** FPR may rise by at most this share. */
  maxFprRise: v.optional(shareOfOne),
  /** Recall may fall by at most this share. */
  maxRecallFall: v.optional(shareOfOne),
  /** A term that is new or was changed may hit at most this share of all items. */
  maxTermShare: v.optional(shareOfOne),
  /** So many changed decisions must have a label, or all of them. */
  minLabels: v.optional(wholeNumber),
  /** So many violating items of policies that cannot wait (p0) may get through that did not before. */
  maxP0Lost: v.optional(wholeNumber),
  /** Two files of decisions must both decide at least this share of all items. */
  minCoverage: v.optional(shareOfOne),
});

const constant = v.union([v.string(), v.number(), v.boolean()], "expected a text, number or boolean");
const mappingEntries = {
  from: word,
  /** Column of the table → column of the source, or a text with `{column}` in it. */
  columns: v.record(columnName, word),
  constants: v.optional(v.record(columnName, constant)),
  /** Column of the table → value in the source → value in the table. */
  values: v.optional(v.record(columnName, v.record(v.string(), v.string()))),
  /** For times that carry no zone of their own. */
  zone: v.optional(zone),
  /** A row with nothing in this column of the source is no row of the table; it is counted as skipped. */
  skipWithout: v.optional(word),
};
const mapping = v.strictObject(mappingEntries);
const itemMapping = v.strictObject({
  ...mappingEntries,
  /** Column of our own → column of the source. */
  dimensions: v.optional(v.record(columnName, word)),
});

const packageSpec = v.strictObject({
  from: word,
  /** Label of a snapshot; `{stem}` is the file's name without its endings. */
  label: v.optional(v.pipe(word, v.includes("{stem}", "expected {stem} in it, as each file is a snapshot"))),
  /** Column that holds when the snapshot was released, the same in every row of the file. */
  releasedAt: v.optional(word),
  zone: v.optional(zone),
  columns: v.strictObject({ term: word, ...v.entriesFromList(termFlags, v.optional(word)) }),
  /** What every term has, such as its kind. */
  constants: v.optional(v.strictObject(v.entriesFromList(termFlags, v.optional(word)))),
  /** Column of a package → value in the source → value in the package. */
  values: v.optional(
    v.strictObject(v.entriesFromList(termFlags, v.optional(v.record(v.string(), v.string())))),
  ),
  /** File that `riskbook cost` wrote, in the workspace. */
  costs: v.optional(word),
  /** Labels of the two releases that are compared before a reader chooses; else the newest with the one before. */
  compare: v.optional(v.strictObject({ from: word, to: word })),
});

const meaning = v.picklist(["violating", "not-violating", "none"]);
const decisionMeanings = v.strictObject(v.entriesFromList(decisions, v.optional(meaning)));

/** A workspace as written in `workspace.yaml`. References between its parts are checked too. */
export const workspaceSpec = v.pipe(
  v.strictObject({
    name: fileName,
    title: word,
    /** Newest moment that the data speaks of. */
    asOf: time,
    /** Zone that days are cut in. */
    timeZone: v.optional(timeZone),
    /** How long after `asOf` the next build is expected; pages that are older say so. */
    rebuildEvery: v.optional(duration),
    about: v.optional(word),
    /** Sentences, shown wherever the provenance is. */
    cannotShow: v.optional(v.array(word)),
    /** Above this share of rejected rows in a source the build stops. */
    maxRejectedShare: v.optional(shareOfOne),
    sources: v.record(fileName, source),
    tables: v.strictObject({
      item: v.optional(v.array(itemMapping)),
      review_event: v.optional(v.array(mapping)),
      policy: v.optional(v.array(mapping)),
      delivery: v.optional(v.array(mapping)),
      feedback: v.optional(v.array(mapping)),
      reviewer: v.optional(v.array(mapping)),
    }),
    packages: v.optional(v.record(fileName, packageSpec)),
    /** Whether a build looks for the smallest package that catches as much, for the Package page. */
    cleanup: v.optional(v.boolean()),
    /** Whether a build looks for near-duplicates among the texts of all items, for the inconsistency on Quality. */
    nearDuplicates: v.optional(v.boolean()),
    decisions: v.optional(decisionMeanings),
    lifecycle: v.optional(lifecycleSpec),
    lint: v.optional(
      v.strictObject({
        /** A term that hits a larger share of the items is too common. */
        maxShare: v.optional(shareOfOne),
        /** File with an identity term a line, in the workspace. */
        identityTerms: v.optional(word),
      }),
    ),
    /** What Overkill and leakage divides wrong rejections by: all rejections, all good items, or all decisions. */
    overkill: v.optional(v.picklist(["fdr", "fpr", "traffic"])),
    gate: v.optional(gate),
    metrics: v.optional(
      v.strictObject({
        targets: v.optional(v.record(word, v.number())),
        /** How long labels keep coming in, for metrics that do not say so themselves. */
        maturesAfter: v.optional(v.pipe(v.string(), v.regex(/^\d+[dh]$/, 'expected e.g. "14d" or "36h"'))),
      }),
    ),
    /** Holds releases that are out against what their replay predicted; see `riskbook gate --monitor`. */
    monitor: v.optional(v.boolean()),
    /** Looks for candidates: terms that the newest release lacks. Empty for the defaults. */
    mining: v.optional(
      v.strictObject({
        /** Lower bound of precision that a candidate must reach. */
        minPrecision: v.optional(shareOfOne),
        /** Advertisers, or items where none are named, whose violations must hold a candidate. */
        minSupport: v.optional(
          v.pipe(
            v.number(),
            v.check((n) => Number.isInteger(n) && n >= 2, "expected a whole number from 2"),
          ),
        ),
        /** Share of all items that a candidate may hit at most. */
        maxShare: v.optional(shareOfOne),
        /** Phrases that are cut out of texts before anything is counted, such as greetings and footers. */
        boilerplate: v.optional(v.array(word)),
      }),
    ),
    /** What may leave the building; everything that is not named here stays inside. */
    publish: v.optional(v.strictObject({ exampleTexts: v.optional(v.boolean()) })),
  }),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    for (const { path, message } of checkMappings(dataset.value))
      addIssue({ message, path: toPath(dataset.value, path) });
  }),
);

export type WorkspaceSpec = v.InferOutput<typeof workspaceSpec>;
export type SourceSpec = WorkspaceSpec["sources"][string];
export type PackageSpec = NonNullable<WorkspaceSpec["packages"]>[string];
/** What a decision says about the item. */
export type Meaning = v.InferOutput<typeof meaning>;

type PathItem = { type: "unknown"; origin: "value"; input: unknown; key: string | number; value: unknown };

function toPath(input: unknown, keys: readonly (string | number)[]): [PathItem, ...PathItem[]] {
  const items = keys.map((key): PathItem => ({
    type: "unknown",
    origin: "value",
    input,
    key,
    value: undefined,
  }));
  const [first, ...rest] = items;
  if (first === undefined) throw new TypeError("Expected `keys` to hold at least one key, got none");
  return [first, ...rest];
}

function isTimeZone(zone: string): boolean {
  try {
    return Intl.DateTimeFormat("en", { timeZone: zone }) !== undefined;
  } catch {
    return false;
  }
}
