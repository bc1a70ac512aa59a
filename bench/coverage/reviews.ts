import type { RatioUnit } from "../../src/stats/hajekRatio.js";
import type { Random } from "../../src/stats/random.js";

/** How many advertisers are drawn, how many items each has on average, and which share of them is judged again. */
export type SampleSize = {
  readonly advertisers: number;
  readonly items: number;
  readonly ofRejected: number;
  readonly ofApproved: number;
};

/** An item that was judged again: what it is, what the reviewer said, whether QA and ATA were right about it. */
type Judged = {
  readonly advertiser: string;
  readonly inclusion: number;
  readonly violating: boolean;
  readonly rejected: boolean;
  readonly qaRight: boolean;
};

/** What an advertiser is like: the chance that an item violates, and those of the two mistakes about its items. */
type Advertiser = {
  readonly violating: number;
  readonly wrongReject: number;
  readonly wrongApprove: number;
  readonly qaWrong: number;
};

/** Chances of the average advertiser, and how far advertisers differ, as the standard deviation of the log odds. */
const average = { violating: 0.2, wrongReject: 0.05, wrongApprove: 0.15, qaWrong: 0.06 };
const spread = { violating: 1, wrongReject: 0.7, wrongApprove: 0.7, qaWrong: 0.5 };

function drawAdvertiser(random: Random): Advertiser {
  const draw = (kind: keyof Advertiser): number => {
    const odds = (average[kind] / (1 - average[kind])) * Math.exp(spread[kind] * random.normal());
    return odds / (1 + odds);
  };
  return {
    violating: draw("violating"),
    wrongReject: draw("wrongReject"),
    wrongApprove: draw("wrongApprove"),
    qaWrong: draw("qaWrong"),
  };
}

/** Items of advertisers drawn by chance; rejected and approved ones judged again with their own probabilities. */
export function drawReviews(size: SampleSize, random: Random): Judged[] {
  return Array.from({ length: size.advertisers }, (_, i) => {
    const advertiser = drawAdvertiser(random);
    const items = 1 + random.poisson(size.items * (0.5 + random.uniform()) - 1);
    return Array.from({ length: items }, () =>
      drawItem(advertiser, { size, random, name: String(i) }),
    ).flat();
  }).flat();
}

function drawItem(
  advertiser: Advertiser,
  { size, random, name }: { size: SampleSize; random: Random; name: string },
): Judged[] {
  const violating = random.uniform() < advertiser.violating;
  const wrong = random.uniform() < (violating ? advertiser.wrongApprove : advertiser.wrongReject);
  const rejected = violating !== wrong;
  const qaRight = random.uniform() >= advertiser.qaWrong;
  const inclusion = rejected ? size.ofRejected : size.ofApproved;
  return random.uniform() < inclusion ? [{ advertiser: name, inclusion, violating, rejected, qaRight }] : [];
}

/** The shares that the metrics estimate, as (is it in the numerator, is it in the denominator). */
export const shares = {
  FPR: ({ violating, rejected }: Judged) => [rejected && !violating, !violating],
  FDR: ({ violating, rejected }: Judged) => [rejected && !violating, rejected],
  recall: ({ violating, rejected }: Judged) => [rejected && violating, violating],
  ATA: ({ qaRight }: Judged) => [qaRight, true],
} satisfies Record<string, (item: Judged) => [boolean, boolean]>;

export type ShareName = keyof typeof shares;

/** A sample as units of a ratio, drawn by advertiser. */
export function unitsOf(name: ShareName, sample: readonly Judged[]): RatioUnit[] {
  return sample.map((item) => {
    const [above, below] = shares[name](item);
    return {
      cluster: item.advertiser,
      inclusion: item.inclusion,
      numerator: Number(above),
      denominator: Number(below),
    };
  });
}

/** Whether QA, judging blind, confirmed the reviewer: it does when both are right or, of two choices, both wrong. */
export function confirmedUnits(sample: readonly Judged[]): RatioUnit[] {
  return sample.map(({ advertiser, inclusion, violating, rejected, qaRight }) => ({
    cluster: advertiser,
    inclusion,
    numerator: Number((violating === rejected) === qaRight),
    denominator: 1,
  }));
}

/** Means of an advertiser's chances over 400,000 advertisers: the shares in the long run. */
export function longRunShares(random: Random): Record<ShareName | "accuracy", number> & { qaWrong: number } {
  const runs = 400_000;
  const sums = { good: 0, violating: 0, falsePositive: 0, falseNegative: 0, qaWrong: 0 };
  for (let i = 0; i < runs; i++) {
    const { violating, wrongReject, wrongApprove, qaWrong } = drawAdvertiser(random);
    sums.violating += violating / runs;
    sums.good += (1 - violating) / runs;
    sums.falsePositive += ((1 - violating) * wrongReject) / runs;
    sums.falseNegative += (violating * wrongApprove) / runs;
    sums.qaWrong += qaWrong / runs;
  }
  const found = sums.violating - sums.falseNegative;
  return {
    FPR: sums.falsePositive / sums.good,
    FDR: sums.falsePositive / (sums.falsePositive + found),
    recall: found / sums.violating,
    ATA: 1 - sums.qaWrong,
    accuracy: 1 - sums.falsePositive - sums.falseNegative,
    qaWrong: sums.qaWrong,
  };
}
