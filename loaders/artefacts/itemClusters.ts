import type { Dataset } from "./dataset.js";

/** Advertisers are dealt to this many buckets: enough for a variance, few enough for a page. */
const bucketCount = 64;

/** SQL of the item version that a row belongs to. */
export function clusterSql(alias: string): string {
  return `${alias}.item_id || '|' || coalesce(${alias}.item_version, '')`;
}

/** SQL of a number for an item's advertiser, or for the item where it names none, over `i`; equal numbers are the same one. */
export function advertiserSql({ hasAdvertisers }: Pick<Dataset, "hasAdvertisers">): string {
  return hasAdvertisers
    ? `(md5_number_lower(coalesce(i.advertiser_id, i.item_id)) % ${Number.MAX_SAFE_INTEGER})::DOUBLE`
    : "NULL::DOUBLE";
}

/** SQL of the bucket that an item's advertiser is dealt to, as text, over `i`; NULL where items name none. */
export function bucketSql({ hasAdvertisers }: Pick<Dataset, "hasAdvertisers">): string {
  return hasAdvertisers
    ? `(md5_number_lower(coalesce(i.advertiser_id, i.item_id)) % ${bucketCount})::VARCHAR`
    : "NULL::VARCHAR";
}
