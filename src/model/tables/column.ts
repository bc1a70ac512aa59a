import * as v from "valibot";
import { framesRefusal } from "../frameLines.js";

/** How a column is stored; `timestamp` is UTC milliseconds. */
export type StorageType = "utf8" | "int32" | "float64" | "bool" | "timestamp";

/** A stored value: text, number (also of a timestamp: UTC ms) or truth value; `null` = none. */
export type Value = string | number | boolean | null;

/** A column of a table: what it may hold and how it is stored, declared once. */
export type Column<S extends v.GenericSchema<unknown, Value> = v.GenericSchema<unknown, Value>> = {
  readonly schema: S;
  readonly type: StorageType;
  /** Only for timestamps: a moment after the workspace's `asOf` is a mistake. */
  readonly past?: true;
  /** What it takes, where its type does not say so. */
  readonly expected?: string;
  /** Stored only in workspaces that map it. */
  readonly ifMapped?: true;
  /** Why a text cannot be stored, `expected …, got …`, where its schema would not tell the place; `undefined` if it can. */
  readonly refusal?: (text: string) => string | undefined;
};

/** Column name → column, in storage order. */
export type Columns = Readonly<Record<string, Column>>;

/** The row that columns describe: name → value. */
export type Row<C extends Columns> = { [K in keyof C]: v.InferOutput<C[K]["schema"]> };

/** Text that must be there and must not be empty. */
export const id = { schema: v.pipe(v.string(), v.nonEmpty()), type: "utf8" } as const;

/** Text, or null. */
export const text = { schema: v.nullable(v.string()), type: "utf8" } as const;

/** A PDQ hash as 64 hexadecimal digits in either case, or null. */
export const imageHash = {
  schema: v.nullable(v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/i))),
  type: "utf8",
  expected: "64 hexadecimal digits",
} as const;

/** The lines of a vPDQ file, `frame,quality,pdq,timestamp`, or null. */
export const videoFrames = { ...text, refusal: framesRefusal } as const;

/** A whole number from −2³¹ to 2³¹ − 1, or null. */
export const whole = {
  schema: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(-(2 ** 31)), v.maxValue(2 ** 31 - 1))),
  type: "int32",
} as const;

const aCount = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 31 - 1));

/** A whole number from 0 to 2³¹ − 1. */
export const count = { schema: aCount, type: "int32" } as const;

/** A whole number from 0 to 2³¹ − 1, or null. */
export const maybeCount = { schema: v.nullable(aCount), type: "int32" } as const;

/** A finite number ≥ 0, or null. */
export const amount = {
  schema: v.nullable(v.pipe(v.number(), v.finite(), v.minValue(0))),
  type: "float64",
} as const;

/** A number from 0 to 1, or null. */
export const share = {
  schema: v.nullable(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
  type: "float64",
} as const;

/** A probability of being drawn, above 0 and at most 1, or null. */
export const probability = {
  schema: v.nullable(v.pipe(v.number(), v.gtValue(0), v.maxValue(1))),
  type: "float64",
} as const;

/** True, false or null. */
export const flag = { schema: v.nullable(v.boolean()), type: "bool" } as const;

/** UTC ms of something that has happened, or null. */
export const moment = {
  schema: v.nullable(v.pipe(v.number(), v.integer())),
  type: "timestamp",
  past: true,
} as const;

/** UTC ms of something that has happened, never null. */
export const pastMoment = {
  schema: v.pipe(v.number(), v.integer()),
  type: "timestamp",
  past: true,
} as const;

/** UTC ms of something that may lie ahead (an end of validity), or null. */
export const anyMoment = { schema: v.nullable(v.pipe(v.number(), v.integer())), type: "timestamp" } as const;

/** One of the words, never null. */
export function oneOf<const W extends readonly string[]>(words: W) {
  return { schema: v.picklist(words), type: "utf8" } as const;
}

/** One of the words, or null. */
export function maybeOneOf<const W extends readonly string[]>(words: W) {
  return { schema: v.nullable(v.picklist(words)), type: "utf8" } as const;
}

/** Whether every row must give the column a value. */
export function isRequired(column: Column): boolean {
  return !v.is(column.schema, null);
}

/** The words a column is limited to; `undefined` when it is not limited. */
export function allowedWords(column: Column): readonly string[] | undefined {
  const bare = "wrapped" in column.schema ? column.schema.wrapped : column.schema;
  const found = v.safeParse(v.object({ options: v.array(v.string()) }), bare);
  return found.success ? found.output.options : undefined;
}
