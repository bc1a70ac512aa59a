import { describe, expect, test } from "vitest";
import { termStates } from "../../src/lifecycle/termStates.js";
import type { Release, ReleasedTerm } from "../../src/lifecycle/termStates.js";

const day = 86_400_000;

function term(action: string | null, validity: Partial<ReleasedTerm> = {}): ReleasedTerm {
  return { termId: "a", action, validFrom: null, validTo: null, ...validity };
}

/** Releases on days 0, 10, 20, …, each with one term or none; asked about on day 100. */
function statesOf(...terms: (ReleasedTerm | undefined)[]) {
  const releases = terms.map((one, i): Release => ({
    releasedAt: i * 10 * day,
    terms: one === undefined ? [] : [one],
  }));
  return termStates(releases, { asOf: 100 * day, fastTrackDays: 14 });
}

describe("termStates(releases)", () => {
  test.each<[string, (ReleasedTerm | undefined)[], object[]]>([
    ["nothing without a release", [], []],
    ["nothing of a term that the newest release lacks", [term("watch"), undefined], []],
    ["nothing of an exception", [term("allow")], []],
    ["reject where no action stands", [term(null)], [{ state: "reject", ageDays: 100 }]],
    [
      "the age in the present state",
      [term("watch"), term("watch"), term("flag")],
      [{ state: "flag", ageDays: 80, releasedAt: 0 }],
    ],
    [
      "demoted once it did more",
      [term("flag"), term("watch"), term("watch")],
      [{ state: "demoted", ageDays: 90 }],
    ],
    [
      "demoted from reject by way of flag",
      [term(null), term("flag"), term("watch")],
      [{ state: "demoted", ageDays: 80 }],
    ],
    [
      "not demoted after it rejected again",
      [term("flag"), term("watch"), term(null), term(null)],
      [{ state: "reject", ageDays: 80 }],
    ],
    [
      "a new beginning behind a gap",
      [term(null), undefined, term("watch")],
      [{ state: "watch", releasedAt: 20 * day }],
    ],
    [
      "a candidate that is not valid yet",
      [term("watch", { validFrom: 101 * day })],
      [{ state: "candidate" }],
    ],
    ["the days left", [term("watch", { validTo: 99 * day })], [{ daysLeft: -1, isFastTrack: false }]],
    ["no fast track that ended before it began", [term(null, { validTo: -day })], [{ isFastTrack: false }]],
    ["the fast track by the release", [term(null, { validTo: 14 * day })], [{ isFastTrack: true }]],
    [
      "and by the beginning of validity",
      [term(null, { validFrom: 90 * day, validTo: 105 * day })],
      [{ isFastTrack: false }],
    ],
  ])("%s", (_, terms, expected) => expect(statesOf(...terms)).toMatchObject(expected));

  test("says nothing of ages without release times", () => {
    const found = termStates([{ releasedAt: null, terms: [term("watch")] }], { asOf: 0, fastTrackDays: 14 });
    expect(found).toMatchObject([{ ageDays: undefined, releasedAt: undefined }]);
  });
});
