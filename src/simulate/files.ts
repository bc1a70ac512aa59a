import { reviewEventColumns } from "../model/tables/reviewEvent.js";
import { dayOf, dayOn, dayStartMs } from "./world.js";

/** Folder → columns of the files that are written day by day, `<folder>/<day>.csv`. */
export const dailyColumns = {
  items: [
    "item_id",
    "item_version",
    "advertiser_id",
    "campaign_id",
    "tier",
    "verified",
    "market",
    "language",

    "vertical",
    "product_line",
    "policy_id",
    "queue_id",
    "media_type",
    "content_hash",
    "dup_group",
    "image_hash",
    "image_quality",
    "url_domain",
    "landing_url",
    "landing_hash",
    "created_at",
    "exposure",
    "currency",
    "model_version",
    "text",
  ],
  events: Object.keys(reviewEventColumns),
  tasks: [
    "task_id",
    "item_id",
    "queue_id",
    "reason",
    "priority",
    "deadline",
    "enqueued_at",
    "claimed_at",
    "transferred_to",
    "expired_at",
    "cancelled_at",
    "completed_at",
  ],
  "model-scores": ["item_id", "model", "version", "policy_id", "score", "scored_at"],
  "sample-design": ["sample_design_id", "day", "stage", "stratum", "incl_prob", "frame", "sampled"],
  appeals: ["appeal_id", "item_id", "prior_event_id", "at", "status", "overturn_reason"],
  delivery: ["item_id", "day", "impressions", "clicks", "spend", "revenue", "conversions", "currency"],
  feedback: ["feedback_id", "item_id", "advertiser_id", "channel", "kind", "rating", "at"],
  budgets: ["advertiser_id", "day", "budget", "spent", "currency"],
  "landing-checks": ["item_id", "checked_at", "landing_hash"],
  "truth/labels": ["item_id", "violating", "policy_id", "sign", "term", "evasion", "swapped", "incident"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type DailyFile = keyof typeof dailyColumns;

export type Cell = string | number | boolean;
export type Cells = Readonly<Record<string, Cell | undefined>>;

/** Cells of a row of a daily file; what is left out is empty. */
export type CellsOf<F extends DailyFile> = { readonly [C in ColumnOf<F>]?: Cell | undefined };
type ColumnOf<F extends DailyFile> = F extends "events"
  ? keyof typeof reviewEventColumns
  : (typeof dailyColumns)[F][number];

/** Some UTF-8 that belongs at the end of a file. */
export type Chunk = { readonly path: string; readonly bytes: Uint8Array };

/** A header line. */
export function headerOf(columns: readonly string[]): string {
  return `${columns.join(",")}\n`;
}

/** A CSV line of the cells in the order of the columns; a column without a cell is left empty. */
export function lineOf(columns: readonly string[], cells: Cells): string {
  let line = "";
  for (let at = 0; at < columns.length; at++) {
    const cell = cells[columns[at] ?? ""];
    if (at > 0) line += ",";
    if (cell !== undefined) line += typeof cell === "string" ? quoted(cell) : String(cell);
  }
  return `${line}\n`;
}

/** A whole CSV file. */
export function csvOf(columns: readonly string[], rows: readonly Cells[]): string {
  return headerOf(columns) + rows.map((row) => lineOf(columns, row)).join("");
}

/** UTC time to the second, `2025-01-06T09:00:00Z`. Written by hand, since Date takes five times as long. */
export function timeText(atMs: number): string {
  const second = Math.floor((atMs - dayStartMs(dayOf(atMs))) / 1000);
  const minute = Math.floor(second / 60);
  return `${dayOn(dayOf(atMs))}T${two[Math.floor(minute / 60)]}:${two[minute % 60]}:${two[second % 60]}Z`;
}

const two = Array.from({ length: 60 }, (_, n) => String(n).padStart(2, "0"));

function quoted(cell: string): string {
  const isPlain = !cell.includes(",") && !cell.includes('"') && !cell.includes("\n");
  return isPlain ? cell : `"${cell.replaceAll('"', '""')}"`;
}
