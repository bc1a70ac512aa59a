import { formatTime } from "../../src/model/time.js";
import type { IngestResult } from "../tables/ingest.js";

/**
 * What readers must know about sources that are not as they should be, a sentence each: too old, or kept from an
 * earlier build because the source as it is now could not be used. Empty when all are well.
 */
export function sourceAlerts({
  freshness,
  degraded,
}: Pick<IngestResult, "freshness" | "degraded">): string[] {
  const old = freshness
    .filter(({ status }) => status !== "fresh")
    .map(({ source, newestAt, status }) => {
      const limit = status === "stale" ? "older than it should be" : "too old to rely on";
      const newest =
        newestAt === null ? "it has no row with a time" : `its newest row is of ${formatTime(newestAt)}`;
      return `Source ${source} is ${limit}: ${newest}.`;
    });
  const kept = degraded.map(
    ({ source, reason, since }) =>
      `Source ${source} could not be used (${reason}); what is shown of it is as of ${formatTime(since)}.`,
  );
  return [...old, ...kept];
}
