/** Documents with a phrase, and all of them, among violations and among good items. */
export type DocumentCounts = {
  readonly violating: number;
  readonly allViolating: number;
  readonly good: number;
  readonly allGood: number;
};

/** Weight of the prior as a share of the documents, so that rare phrases of large data have a chance too. */
const priorShare = 0.15;

/**
 * How far a phrase's odds among violations exceed those among good items, in standard errors: the log-odds ratio with
 * an informative Dirichlet prior, which spreads 15 % of the documents as the phrase is spread over all. 0 without violations or
 * without good items to compare with. Formula: Monroe, Colaresi and Quinn 2008 (16–22), on documents in place of words,
 * so that one that repeats itself counts once.
 */
export function logOddsZ({ violating, allViolating, good, allGood }: DocumentCounts): number {
  if (allViolating === 0 || allGood === 0) return 0;
  const priorDocuments = priorShare * (allViolating + allGood);
  const prior = priorShare * (violating + good);
  if (prior === 0) return 0;
  const odds = (count: number, all: number): number =>
    Math.log((count + prior) / (all + priorDocuments - count - prior || Number.MIN_VALUE));
  const deviation = Math.sqrt(1 / (violating + prior) + 1 / (good + prior));
  return (odds(violating, allViolating) - odds(good, allGood)) / deviation;
}
