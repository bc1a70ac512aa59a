import { id, imageHash, moment, amount, text, videoFrames } from "./column.js";
import type { Columns } from "./column.js";

/** What was reviewed, one row per item version × market. Times in UTC ms; everything but the id may be null. */
export const itemColumns = {
  item_id: id,
  item_version: text,
  market: text,
  advertiser_id: text,
  content_hash: text,
  dup_group: text,
  media_type: text,
  language: text,
  vertical: text,
  product_line: text,
  queue_id: text,
  policy_id: text,
  created_at: moment,
  exposure: amount,
  currency: text,
  /** Of what people see: to be matched, and never to be published. */
  image_hash: { ...imageHash, ifMapped: true },
  video_frames: { ...videoFrames, ifMapped: true },
  text,
} as const satisfies Columns;

/** No two items share these. */
export const itemKey = ["item_id", "item_version", "market"] as const;
