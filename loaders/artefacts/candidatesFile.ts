import { maskTerm } from "../../src/components/mask.js";
import type {
  Candidate,
  Mined,
  PublishedCandidate,
  PublishedCandidates,
} from "../../src/mining/candidate.js";
import { addImages } from "../../src/mining/mineImages.js";
import { mineTraffic } from "../../src/mining/mineTraffic.js";
import type { Workspace } from "../../src/model/workspace.js";
import { sha256 } from "../store/codeHash.js";
import type { StoreEntry } from "../store/manifest.js";
import type { Store } from "../store/store.js";
import { factBytes } from "./artefactBytes.js";
import type { ArtefactInputs } from "./artefactInputs.js";
import type { Dataset } from "./dataset.js";
import { queryTraffic } from "./queryTraffic.js";
import { readTraffic } from "./readTraffic.js";
import { trafficImages } from "./trafficImages.js";

/** Groups that must hold a candidate for it to leave the building, and candidates on the page at most. */
const leastGroups = 5;
const mostShown = 50;

type Made = { readonly dataset: Dataset; readonly store: Store; readonly codeHash: string };

/**
 * What the page Candidates shows of the newest release, where the workspace has a section `mining`. The bytes of the last
 * build stay when nothing that they were made from changed, so that a change of other tables mines nothing.
 * @param known the stored file of the last build, if any
 */
export async function candidatesFile(
  inputs: ArtefactInputs,
  known: StoreEntry | undefined,
  { dataset, store, codeHash }: Made,
): Promise<Uint8Array> {
  const { workspace } = inputs;
  const key = keyOf(inputs, codeHash);
  const last = known === undefined ? undefined : await store.readFile(known);
  if (last !== undefined && keyIn(last) === key) return last;
  const mined = workspace.mining === undefined ? undefined : await mineNewest(inputs, { dataset, store });
  return factBytes(publish(mined, { key, workspace }));
}

/** Everything that the candidates depend on. */
function keyOf({ workspace, ingested, replayKey }: ArtefactInputs, codeHash: string): string {
  const { mining, decisions, dimensions, publishTexts } = workspace;
  if (mining === undefined) return "off";
  const tables = (["item", "review_event"] as const).map((name) =>
    (ingested.tables[name] ?? []).map(({ rowsHash }) => rowsHash),
  );
  const release = ingested.snapshots.at(-1)?.snapshot_id;
  return sha256(
    JSON.stringify([mining, decisions, dimensions, publishTexts, tables, release, replayKey, codeHash]),
  );
}

function keyIn(bytes: Uint8Array): string | undefined {
  const facts: Partial<PublishedCandidates> = JSON.parse(new TextDecoder().decode(bytes));
  return facts.key;
}

async function mineNewest(
  { ingested, replayed, workspace }: ArtefactInputs,
  { dataset, store }: Pick<Made, "dataset" | "store">,
): Promise<Mined | undefined> {
  const [newest, release] = [ingested.snapshots.at(-1), replayed.releases.at(-1)];
  if (newest === undefined || release === undefined || workspace.mining === undefined) return undefined;
  const replayedTerms = {
    replayed: { ...replayed, releases: [release], readHits: lastOnly(replayed) },
    termsOf: [ingested.terms.get(newest.snapshot_id) ?? []],
  };
  const facts = await queryTraffic(dataset);
  const { traffic, packages } = await readTraffic(facts, store, replayedTerms);
  const [only] = packages;
  if (only === undefined) return undefined;
  const mined = await mineTraffic(traffic, only, workspace.mining);
  return addImages(mined, trafficImages(facts, store), only.terms);
}

/** Hits of the last release alone, as its first. */
function lastOnly({
  readHits,
  releases,
}: ArtefactInputs["replayed"]): ArtefactInputs["replayed"]["readHits"] {
  const last = releases.length - 1;
  return async (partition) => {
    const hits = await readHits(partition);
    return { ...hits, hitsOf: () => hits.hitsOf(last) };
  };
}

function publish(
  mined: Mined | undefined,
  { key, workspace }: { key: string; workspace: Workspace },
): PublishedCandidates {
  const isMasked = !workspace.publishTexts;
  if (mined === undefined) return { key, isMasked, tooFew: 0, mined: null };
  const shown = mined.candidates.filter(({ support }) => support >= leastGroups);
  const { settings, ...rest } = mined;
  return {
    key,
    isMasked,
    tooFew: mined.candidates.length - shown.length,
    mined: {
      ...rest,
      settings: isMasked ? { ...settings, boilerplate: [] } : settings,
      candidates: shown.slice(0, mostShown).map((candidate) => publishCandidate(candidate, isMasked)),
    },
  };
}

/** The hash of an image is an item's own: it is never published. */
function publishCandidate(
  { termId, term, heldOut, nearest, ...rest }: Candidate,
  isMasked: boolean,
): PublishedCandidate {
  const { tp, fp, labelled, precision = null, low = null, high = null } = heldOut;
  const isHidden = isMasked || rest.kind === "image";
  return {
    ...rest,
    termId: isHidden ? null : termId,
    term: isHidden ? maskTerm(term) : term,
    heldOut: { tp, fp, labelled, precision, low, high },
    nearest: nearest ?? null,
  };
}
