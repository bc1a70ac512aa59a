import type { PackageCleanup } from "../loaders/artefacts/computeCleanup.js";
import { maskTerm } from "../src/components/mask.js";
import { formatCount } from "../src/metrics/format.js";

/** Terms of each list that a terminal shows. */
const shown = 20;

/** The clean-up for people: a list a section, terms masked. */
export function cleanupLines(found: PackageCleanup): string {
  const { label, rejecting, summary, proposals, decayed, items } = found;
  const name = (term: number): string =>
    `${rejecting[term]?.termId}  ${maskTerm(rejecting[term]?.term ?? "")}`;
  const changing = proposals.filter(({ proposal }) => proposal === "retire" || proposal === "tighten");
  return [
    `Release ${label}: ${formatCount(found.terms)} terms, of which ${formatCount(rejecting.length)} reject; ${formatCount(items.all)} items, ${formatCount(items.labelled)} of them labelled.\n`,
    section(
      `Proposed to retire or tighten: ${changing.length} of ${proposals.length} terms that hit`,
      changing.map(({ proposal, termId, reason }) => `${proposal.padEnd(8)}${termId}  ${reason}`),
    ),
    section(`Never hit: ${summary.zeroHit.length}`, summary.zeroHit.map(name)),
    section(
      `All items hit by another term too: ${summary.contained.length}`,
      summary.contained.map(
        ({ term, within, isDominated }) =>
          `${name(term)}  within ${rejecting[within]?.termId}${isDominated ? "" : ", which is less precise or not labelled"}`,
      ),
    ),
    decayed === undefined
      ? "Decay: items have no time.\n"
      : section(
          `Lately hit less: ${decayed.length}`,
          decayed.map(
            ({ term, recentHits, expected }) =>
              `${name(term)}  ${formatCount(recentHits)} recent hits, ${formatCount(expected)} expected`,
          ),
        ),
    minimalLines(found),
  ].join("\n");
}

function section(title: string, lines: readonly string[]): string {
  const more = lines.length - shown;
  const rest = more > 0 ? [`… and ${formatCount(more)} more (--json lists them)`] : [];
  return [title, ...[...lines.slice(0, shown), ...rest].map((line) => `  ${line}`), ""].join("\n");
}

function minimalLines({ rejecting, summary, changes }: PackageCleanup): string {
  const { kept, leastTerms } = summary.minimal;
  const bound =
    leastTerms === kept.length ? "none smaller exists" : `at least ${formatCount(leastTerms)} are needed`;
  const { best, byPrecision, byHits, random } = summary.areas;
  return [
    `Minimal package: ${formatCount(kept.length)} of ${formatCount(rejecting.length)} rejecting terms catch every labelled violation that all catch (${bound}).`,
    `  It no longer rejects ${formatCount(changes.fixedFP.length)} good items and ${formatCount(changes.unlabelled.length)} without a label, and loses ${formatCount(changes.lostTP.length)} violations.`,
    `Mean precision over the package's recall while terms are removed: ${area(best)} in the best order found; worst precision first ${area(byPrecision)}, fewest hits first ${area(byHits)}, at random ${area(random)}.`,
    "",
  ].join("\n");
}

/** With more digits than shares have: the orders differ little at the top. */
function area(value: number | undefined): string {
  return value === undefined ? "no data" : value.toFixed(4);
}
