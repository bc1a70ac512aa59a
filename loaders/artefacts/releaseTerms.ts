import { freshSince } from "../../src/gate/termVersions.js";
import type { ReleaseTerms } from "../../src/model/releaseTerms.js";
import type { ReplayedRelease } from "../replay/openReplay.js";
import { addUp } from "./addUp.js";
import type { ArtefactInputs } from "./artefactInputs.js";
import { versionsOf } from "./freshRows.js";
import type { MergedSummary } from "./mergeSummaries.js";
import { packRows } from "./packedRows.js";
import type { Row } from "./sumRows.js";

/** What the page Releases says of the new and changed terms between any two releases. */
export function releaseTerms(
  { workspace, replayed: { releases } }: Pick<ArtefactInputs, "workspace" | "replayed">,
  { decisions, unenforced, hitSteps }: Pick<MergedSummary, "decisions" | "unenforced" | "hitSteps">,
): ReleaseTerms {
  const all = decisions.reduce((sum, { items }) => sum + Number(items), 0);
  const found = {
    harmless: addUp([packRows(harmlessRows(releases))], ["release", "action", "freshSince"]),
    unenforced,
    broad: broadRows(releases, hitSteps, all * workspace.gate.maxTermShare),
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the rows are made here and in `freshRows`
  return found as unknown as ReleaseTerms;
}

function harmlessRows(releases: readonly ReplayedRelease[]): Row[] {
  const versions = versionsOf(releases);
  return releases.flatMap(({ own }, release) =>
    own.flatMap(({ termId, action }): Row[] => {
      const numbers = versions.get(termId);
      if (numbers === undefined || (action !== "watch" && action !== "flag")) return [];
      return [{ release, action, freshSince: freshSince(numbers, release), terms: 1 }];
    }),
  );
}

/** In the order of the releases, and there of their terms. */
function broadRows(releases: readonly ReplayedRelease[], steps: readonly Row[], limit: number): Row[] {
  const versions = versionsOf(releases);
  const hitsOf = new Map<unknown, number>();
  return releases.flatMap(({ own }, release) => {
    for (const { release: at, termId, hits } of steps)
      if (at === release) hitsOf.set(termId, (hitsOf.get(termId) ?? 0) + Number(hits));
    return own.flatMap(({ termId }): Row[] => {
      const hits = hitsOf.get(termId) ?? 0;
      const numbers = versions.get(termId);
      if (hits <= limit || numbers === undefined) return [];
      return [{ release, termId, freshSince: freshSince(numbers, release), hits }];
    });
  });
}
