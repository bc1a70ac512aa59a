import type { LintFinding } from "../../src/lint/finding.js";
import { byPlace } from "../../src/lint/finding.js";
import { lintPackage } from "../../src/lint/lintPackage.js";
import type { Term } from "../../src/matcher/term.js";
import { DataError } from "../../src/model/dataError.js";
import type { PackageSnapshot } from "../../src/model/tables/packageSnapshot.js";
import { sha256 } from "../store/codeHash.js";
import { loadedCode } from "../tables/ingestKey.js";
import { csvOfRelease, readIdentityTerms } from "../tables/packageOfWorkspace.js";
import { readPackageRows } from "../tables/readPackageRows.js";
import type { PackageRows } from "../tables/readPackageRows.js";
import type { ArtefactInputs } from "./artefactInputs.js";

export type NewestRelease = PackageSnapshot & { readonly held: readonly Term[] };

/** What lint says of a release without traffic; plain JSON. */
export type LintedRelease = {
  /** Of line 0 where there is no file. */
  readonly findings: readonly LintFinding[];
  /** Distinct terms. */
  readonly terms: number;
  /** What could not be looked at, a sentence each. */
  readonly unknown: readonly string[];
};

/** The newest release and its terms; `undefined` without a package. */
export function newestRelease({ snapshots, terms }: ArtefactInputs["ingested"]): NewestRelease | undefined {
  const newest = snapshots.at(-1);
  return newest && { ...newest, held: terms.get(newest.snapshot_id) ?? [] };
}

/**
 * Changes with whatever `lintRelease` says: the file's bytes, terms, columns, identity terms, terms that expired, code.
 * @throws {DataError} when the file of identity terms cannot be read
 */
export async function lintKey({ workspace, ingested }: ArtefactInputs): Promise<string> {
  const release = newestRelease(ingested);
  if (release === undefined) return "no package";
  const file = await csvOfRelease(workspace, release);
  return sha256(
    JSON.stringify([
      release.snapshot_id,
      file?.fingerprint ?? null,
      workspace.packages[release.package_id],
      await readIdentityTerms(workspace),
      lastExpiry(release.held, workspace.asOf),
      await loadedCode(),
    ]),
  );
}

/**
 * What the terms of a release tell, and its file where it is a CSV file that is there: as `riskbook lint --workspace`
 * without traffic.
 */
export async function lintRelease(
  { workspace }: Pick<ArtefactInputs, "workspace">,
  release: NewestRelease,
): Promise<LintedRelease> {
  const file = await readFile(workspace, release);
  const read = file ?? termRows(workspace, release);
  const identityTerms = await readIdentityTerms(workspace);
  const asOf = lastExpiry(release.held, workspace.asOf);
  const { findings, warnings } = lintPackage(read, { identityTerms, asOf });
  const found = [...read.findings, ...findings].toSorted(byPlace);
  return {
    findings: file === undefined ? found.map((one) => ({ ...one, line: 0 })) : found,
    terms: new Set(read.rows.map(({ term }) => term.termId)).size,
    unknown: [
      ...(file === undefined ? [noFile] : []),
      ...(workspace.lint.identityTerms === undefined ? [noIdentityTerms] : []),
      ...warnings.map((warning) => `${warning}.`),
    ],
  };
}

const noFile =
  "Cannot tell of bytes, line ends, lines, repeated rows and rows that cannot be read: the newest release is not at hand as a CSV file.";
const noIdentityTerms =
  "Cannot tell whether a term alone rejects a word for a group of people: lint.identityTerms in workspace.yaml names no file of such words.";

async function readFile(
  workspace: ArtefactInputs["workspace"],
  release: NewestRelease,
): Promise<PackageRows | undefined> {
  const file = await csvOfRelease(workspace, release);
  if (file === undefined) return undefined;
  return readPackageRows(file.path, { mapping: file.mapping }).catch((error: unknown) => {
    if (error instanceof DataError) return undefined;
    throw error;
  });
}

/** The stored terms as rows of a file without lines, with the columns that the workspace maps. */
function termRows(
  { packages }: ArtefactInputs["workspace"],
  { package_id: id, held }: NewestRelease,
): PackageRows {
  const { columns, constants } = packages[id] ?? { columns: {}, constants: {} };
  return {
    files: [{ file: "", header: Object.keys({ ...columns, ...constants }) }],
    rows: held.map((term) => ({ file: "", line: 0, term })),
    findings: [],
  };
}

/** When the last of the terms expired whose validity is over; until that of another one is, lint says the same. */
function lastExpiry(terms: readonly Term[], asOf: number): number | undefined {
  return terms.reduce(
    (last: number | undefined, { validTo }) =>
      validTo !== null && validTo <= asOf && validTo > (last ?? -Infinity) ? validTo : last,
    undefined,
  );
}
