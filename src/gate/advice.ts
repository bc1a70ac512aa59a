import { formatCount } from "../metrics/format.js";
import type { RuleOutcome, Verdict } from "./gateRules.js";
import type { GateTerms } from "./responsibleTerms.js";

/** What to do about a verdict, a sentence each; nothing where the change may ship. */
export function adviceOn({
  verdict,
  rules,
  terms,
}: {
  readonly verdict: Verdict;
  readonly rules: readonly RuleOutcome[];
  readonly terms: GateTerms;
}): string[] {
  if (verdict === "PASS") return [];
  return [
    ...(verdict === "INCONCLUSIVE" ? [...labelAdvice(rules), ...watchAdvice(terms)] : []),
    ...termAdvice(terms),
  ];
}

function labelAdvice(rules: readonly RuleOutcome[]): string[] {
  const labels = Math.max(0, ...rules.map((rule) => rule.labels ?? 0));
  if (labels === 0) return [];
  return [
    `About ${formatCount(labels)} labels of changed decisions would decide; take the first of label-request.csv.`,
  ];
}

function watchAdvice({ added, changed }: GateTerms): string[] {
  const count = added.length + changed.length;
  if (count === 0) return [];
  return [
    `Or ship the ${formatCount(count)} new and changed terms with the action watch: they log, reject nothing, and can be judged by what they hit.`,
  ];
}

/** Terms that alone do more harm than good. */
function termAdvice({ responsible }: GateTerms): string[] {
  const harmful = responsible.filter(
    ({ side, uniqueFlips }) => side === "to" && uniqueFlips.newFP > uniqueFlips.gainedTP,
  );
  if (harmful.length === 0) return [];
  const named = harmful.slice(0, 5).map(({ termId }) => termId);
  const rest = harmful.length > named.length ? ` and ${formatCount(harmful.length - named.length)} more` : "";
  return [
    `Tighten or leave out the terms that alone reject more good items than violating ones: ${named.join(", ")}${rest}.`,
  ];
}
