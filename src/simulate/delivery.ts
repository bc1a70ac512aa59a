import type { Ad, Scene } from "./ad.js";
import { timeText } from "./files.js";
import { dayMs, dayOn, dayStartMs, hourMs, world } from "./world.js";

/** What delivery needs of the business and of an ad. */
type DeliveryScene = Pick<Scene, "chance" | "outbox" | "days" | "budgets">;
type DeliveredAd = Pick<Ad, "id" | "advertiser"> & { readonly creative: Pick<Ad["creative"], "isViolating"> };

/** What an approved ad earns and what people say of it, day by day until it ends. */
export function deliver(
  scene: DeliveryScene,
  ad: DeliveredAd,
  { fromMs, isSwapped }: { fromMs: number; isSwapped: boolean },
): void {
  const { chance, outbox, days, budgets } = scene;
  const { advertiser, creative } = ad;
  const { delivery } = world;
  const { mean, deviation, tier } = delivery.impressions;
  const daily = Math.exp(mean + deviation * chance.normal()) * tier[advertiser.tier];
  const firstDay = Math.floor((fromMs - world.startMs) / dayMs);
  const harm = { seen: creative.isViolating, bought: creative.isViolating || isSwapped };
  for (let day = firstDay; day < Math.min(days, firstDay + delivery.days); day++) {
    const impressions = chance.poisson(daily);
    const clicks = Math.min(impressions, chance.poisson(impressions * delivery.clickShare));
    const conversions = Math.min(clicks, chance.poisson(clicks * delivery.conversionShare));
    const spend = Number(((impressions * delivery.spendPerThousand) / 1000).toFixed(2));
    const { currency } = advertiser.market;
    const revenue = Number((spend * delivery.revenueShare).toFixed(2));
    outbox.add("delivery", dayStartMs(day), {
      item_id: ad.id,
      day: dayOn(day),
      impressions,
      clicks,
      spend,
      revenue,
      conversions,
      currency,
    });
    budgets.add(advertiser, day, spend);
    giveFeedback(scene, ad, { day, impressions, conversions, harm });
    if (chance.happens(delivery.endsShare)) break;
  }
}

type Shown = {
  readonly day: number;
  readonly impressions: number;
  readonly conversions: number;
  readonly harm: { readonly seen: boolean; readonly bought: boolean };
};

const onImpressions = ["hide", "report"] as const;
const onConversions = ["complaint", "refund", "chargeback", "survey"] as const;

function giveFeedback(
  scene: DeliveryScene,
  ad: DeliveredAd,
  { day, impressions, conversions, harm }: Shown,
): void {
  const { chance, outbox } = scene;
  const { perImpression, perConversion, violating, lagHours } = world.feedback;
  let number = 0;
  const write = (kind: string, count: number, lagMs: number): void => {
    for (let n = 0; n < count; n++) {
      const atMs = dayStartMs(day) + chance.unit() * dayMs + lagMs * chance.exponential(1);
      outbox.add("feedback", atMs, {
        feedback_id: `${ad.id}-f${day}-${++number}`,
        item_id: ad.id,
        advertiser_id: ad.advertiser.id,
        channel: lagMs === 0 ? "in-app" : "support",
        kind,
        rating: ratingOf(kind, harm.bought, chance.unit()),
        at: timeText(atMs),
      });
    }
  };
  for (const kind of onImpressions)
    write(kind, chance.poisson(impressions * perImpression[kind] * (harm.seen ? violating[kind] : 1)), 0);
  for (const kind of onConversions) {
    const factor = harm.bought ? violating[kind] : 1;
    write(kind, chance.poisson(conversions * perConversion[kind] * factor), lagHours * hourMs);
  }
}

/** 1–5 stars, of surveys alone. */
function ratingOf(kind: string, isHarmful: boolean, draw: number): number | "" {
  if (kind !== "survey") return "";
  return isHarmful ? 1 + Math.floor(draw * 2.5) : 3 + Math.floor(draw * 3);
}
