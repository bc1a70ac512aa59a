import type { PageData } from "../../src/components/pageData.js";
import type { PackageTermRow } from "../../src/model/artefact.js";
import { smallGrowth } from "./smallGrowth.js";
import { smallMonitor } from "./smallMonitor.js";

/** What the page Releases tells; the second release flags one term, the third one watches two new ones. */
export function smallReleases(): Pick<PageData, "growth" | "monitor" | "releaseTerms" | "packageTerms"> {
  const releaseTerms: PageData["releaseTerms"] = {
    harmless: [
      { release: 1, action: "flag", freshSince: "101", terms: 1 },
      { release: 2, action: "watch", freshSince: "110", terms: 2 },
    ],
    unenforced: [
      { release: 2, truth: "violating", freshSince: "110", items: 7 },
      { release: 2, truth: "good", freshSince: "110", items: 3 },
      { release: 2, truth: "unlabelled", freshSince: "010", items: 9 },
    ],
    broad: [],
  };
  return { growth: smallGrowth(), monitor: smallMonitor(), releaseTerms, packageTerms: newestTerms };
}

const always = { validFrom: "", validTo: "" };

function packageTerm(term: string, match: string): PackageTermRow {
  const plain = {
    termId: "",
    kind: "word",
    views: "canonical",
    languages: "",
    markets: "",
    action: "",
    ...always,
  };
  return { ...plain, term, match };
}

const newestTerms = [
  ...["plum", "fig tree"].map((term) => packageTerm(term, "word")),
  ...["quince", "medlar"].map((term, at) => packageTerm(term, at === 0 ? "prefix" : "substring")),
];
