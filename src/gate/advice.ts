import { formatCount } from "../metrics/format.js";
import type { RuleOutcome, Verdict } from "./gateRules.js";
import type { GateTerms } from "./responsibleTerms.js";

/** What to do about a verdict, a sentence each; nothing where a change may ship. */
export function adviceOn({
  verdict,
  rules,
  terms,
  isSame = false,
  labelRequest = "label-request.csv",
}: {
  readonly verdict: Verdict;
  readonly rules: readonly RuleOutcome[];
  readonly terms: GateTerms;
  /** Whether both packages are one. */
  readonly isSame?: boolean;
  /** The file that the items to label are written to. */
  readonly labelRequest?: string | undefined;
}): string[] {
  if (isSame) return ["Both are the same package, so that nothing was compared."];
  if (verdict === "PASS") return [];
  return [
    ...(verdict === "INCONCLUSIVE" ? [...labelAdvice(rules, labelRequest), ...watchAdvice(terms)] : []),
    ...termAdvice(terms),
  ];
}

function labelAdvice(rules: readonly RuleOutcome[], file: string): string[] {
  const labels = Math.max(0, ...rules.map((rule) => rule.labels ?? 0));
  if (labels === 0) return [];
  return [
    `About ${formatCount(labels)} labels of changed decisions would decide; take the first of ${file}.`,
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
