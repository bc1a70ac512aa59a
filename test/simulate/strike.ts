import type { IncidentKind } from "../../src/simulate/incidents.js";
import type { IncidentSpec } from "../../src/simulate/plan.js";
import { adsIn, simulateFiles } from "./simulated.js";
import type { AdRow, Row } from "./simulated.js";

/** What a signature is looked for in: the ads of the ten days before an incident and of the ten days of it. */
export type Strike = {
  readonly files: ReadonlyMap<string, string>;
  readonly before: readonly AdRow[];
  readonly during: readonly AdRow[];
  readonly truth: Truth;
};

export type Truth = {
  readonly id: string;
  readonly kind: IncidentKind;
  readonly day: number;
  readonly from: string;
  readonly slice: Row;
  /** Of a broad term. */
  readonly term_id?: string;
  readonly cause: string | null;
  readonly decoys: readonly string[];
};

const strikeSize = { seed: 7, days: 20, items: 24_000 };
const firstDay = 10;

/** Simulates one incident of a kind. */
export function strike(
  kind: IncidentKind,
  { items = strikeSize.items, ...more }: Partial<IncidentSpec> & { items?: number } = {},
): Strike {
  const files = simulateFiles({ ...strikeSize, items, plan: [{ kind, day: firstDay, days: 10, ...more }] });
  const ads = adsIn(files);
  const [truth] = truthsIn(files);
  if (truth === undefined) throw new TypeError("Expected an incident in the truth, got none");
  const isDuring = ({ item }: AdRow): boolean => (item["created_at"] ?? "") >= truth.from;
  return { files, before: ads.filter((ad) => !isDuring(ad)), during: ads.filter(isDuring), truth };
}

export function truthsIn(files: ReadonlyMap<string, string>): Truth[] {
  return JSON.parse(files.get("truth/incidents.json") ?? "[]");
}

/** A rate before and during, of the ads of a slice of the items, and of all others. */
export function rates(
  { before, during }: Strike,
  {
    of,
    among = () => true,
    where,
  }: { of: (ad: AdRow) => boolean; among?: (ad: AdRow) => boolean; where: Row },
): { readonly inside: Change; readonly outside: Change } {
  const isInside = ({ item }: AdRow): boolean =>
    Object.entries(where).every(([key, value]) => item[key] === value);
  const change = (inside: boolean): Change => {
    const pick = (ads: readonly AdRow[]) => ads.filter((ad) => isInside(ad) === inside && among(ad));
    return changeOf(pick(before).map(of), pick(during).map(of));
  };
  return { inside: change(true), outside: change(false) };
}

/** Two shares, and how many standard errors lie between them if ads were independent; they are clustered by advertiser. */
export type Change = { readonly before: number; readonly during: number; readonly z: number };

export function changeOf(before: readonly boolean[], during: readonly boolean[]): Change {
  const [a, b] = [before.filter(Boolean).length, during.filter(Boolean).length];
  const pooled = (a + b) / (before.length + during.length);
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / before.length + 1 / during.length));
  const [p, q] = [a / before.length, b / during.length];
  return { before: p, during: q, z: error === 0 ? 0 : (q - p) / error };
}
