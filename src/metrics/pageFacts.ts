import type { ContestedRow } from "../model/pageFacts.js";
import type { AdHealth } from "./adHealth.js";
import type { Appeals } from "./appeals.js";
import type { ExposureCost, Overkill } from "./overkill.js";
import type { PolicyClarity } from "./policyClarity.js";

/** What the page Overkill and leakage shows; `null` where the workspace lacks what it takes. */
export type OverkillFacts = {
  readonly overkill: Overkill | null;
  readonly cost: ExposureCost | null;
};

/** What the page Policies shows; without `contested` where texts may not be published. */
export type PolicyFacts = PolicyClarity & { readonly contested: readonly ContestedRow[] | null };

/** What the page Ad health shows; `null` where the workspace lacks what it takes. */
export type AdHealthFacts = {
  /** Needs delivery and feedback. */
  readonly health: AdHealth | null;
  readonly appeals: Appeals | null;
  /** Whether items name their advertisers; else each item counts as one. */
  readonly hasAdvertisers: boolean;
  readonly recentDays: number;
  readonly beforeDays: number;
};
