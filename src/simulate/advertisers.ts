import { chanceFor, weightedIndex } from "./chance.js";
import type { Chance } from "./chance.js";
import type { Creative } from "./creatives.js";
import { verticals, world } from "./world.js";
import type { Market, Vertical } from "./world.js";

export type Tier = keyof typeof world.advertisers.tiers;

/** Who runs ads: all that is remembered of it is its last creatives. */
export type Advertiser = {
  readonly id: string;
  readonly index: number;
  readonly tier: Tier;
  readonly isVerified: boolean;
  readonly market: Market;
  readonly vertical: Vertical;
  /** Chance that a new creative violates. */
  readonly violatingShare: number;
  readonly creatives: Creative[];
};

export type Advertisers = {
  readonly all: readonly Advertiser[];
  /** One by its traffic; of a market where one is named. */
  readonly pick: (chance: Chance, marketId?: string) => Advertiser;
};

/** The advertisers of a simulation of so many ads; those of low index run most. */
export function makeAdvertisers(seed: number, ads: number): Advertisers {
  const chance = chanceFor(seed, "advertisers");
  const { adsEach, least, most, zipf } = world.advertisers;
  const count = Math.min(most, Math.max(least, Math.round(ads / adsEach)));
  const all = Array.from({ length: count }, (_, index) => makeAdvertiser(index, chance));
  const weightOf = ({ index }: Advertiser): number =>
    Math.exp(-zipf.steepness * Math.log(index + zipf.offset));
  const picker = (from: readonly Advertiser[]) => {
    const draw = weightedIndex(from.map(weightOf));
    return (drawn: Chance): Advertiser => {
      const found = from[draw(drawn.unit())];
      if (found === undefined) throw new TypeError("Expected an advertiser, got none");
      return found;
    };
  };
  const fromAll = picker(all);
  const markets = new Map<string, typeof fromAll>();
  for (const { id } of world.markets) markets.set(id, picker(all.filter(({ market }) => market.id === id)));
  return { all, pick: (drawn, marketId) => (markets.get(marketId ?? "") ?? fromAll)(drawn) };
}

const tiers: readonly Tier[] = ["large", "middle", "small"];
const [firstMarket] = world.markets;
const drawTier = weightedIndex(tiers.map((tier) => world.advertisers.tiers[tier]));
const drawMarket = weightedIndex(world.markets.map(({ share }) => share));

function makeAdvertiser(index: number, chance: Chance): Advertiser {
  const { tierRisk, verifiedShare } = world.advertisers;
  const tier = tiers[drawTier(chance.unit())] ?? "small";
  // The first advertisers go round the markets, so that each has some also in a small world.
  const market: Market =
    world.markets[index < world.markets.length ? index : drawMarket(chance.unit())] ?? firstMarket;
  const spread = 0.5 + chance.exponential(0.5); // most are harmless, a few are not
  return {
    id: `adv-${String(index + 1).padStart(5, "0")}`,
    index,
    tier,
    isVerified: chance.happens(verifiedShare),
    market,
    vertical: chance.pick(verticals),
    violatingShare: Math.min(0.9, world.creatives.violatingShare * market.risk * tierRisk[tier] * spread),
    creatives: [],
  };
}
