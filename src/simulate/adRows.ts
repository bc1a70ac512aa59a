import type { Ad, Scene } from "./ad.js";
import { timeText } from "./files.js";
import { dayMs, world } from "./world.js";

/** Writes the ad as it was handed in. */
export function writeAd({ outbox, calendar }: Scene, ad: Ad): void {
  const { id, atMs, advertiser, creative, policy } = ad;
  const { market, tier, vertical } = advertiser;
  outbox.add("items", atMs, {
    item_id: id,
    item_version: "1",
    advertiser_id: advertiser.id,
    campaign_id: `${advertiser.id}-c${ad.day % 3}`,
    tier,
    verified: advertiser.isVerified,
    market: market.id,
    language: market.language,
    vertical,
    product_line: creative.mediaType === "video" ? "stream" : "feed",
    policy_id: policy.id,
    queue_id: policy.queue,
    media_type: creative.mediaType,
    content_hash: creative.contentHash,
    dup_group: creative.dupGroup,
    image_hash: creative.imageHash,
    image_quality: creative.imageHash === "" ? "" : 90,
    url_domain: `${advertiser.id}.example`,
    landing_url: `https://${advertiser.id}.example/${creative.dupGroup}`,
    landing_hash: landingHash(ad),
    created_at: timeText(atMs),
    exposure: expectedImpressions[tier],
    currency: market.currency,
    model_version: calendar.versionAt("model", atMs),
    text: creative.text,
  });
}

/** Writes what only the simulation knows. */
export function writeTruth({ outbox }: Scene, ad: Ad, isSwapped: boolean): void {
  const { creative, id, atMs, madeBy } = ad;
  outbox.add("truth/labels", atMs, {
    item_id: id,
    violating: creative.isViolating,
    policy_id: creative.policyId,
    sign: creative.sign,
    term: creative.word?.term ?? "",
    evasion: creative.evasion ?? "",
    swapped: isSwapped,
    incident: madeBy?.id ?? "",
  });
}

/** Fetches the landing pages of some approved ads again, a day later. */
export function checkLanding({ outbox, chance }: Scene, ad: Ad, isSwapped: boolean): void {
  if (!chance.happens(world.landingCheckShare)) return;
  const checkedMs = ad.atMs + dayMs;
  const hash = isSwapped ? `${landingHash(ad)}-b` : landingHash(ad);
  outbox.add("landing-checks", checkedMs, {
    item_id: ad.id,
    checked_at: timeText(checkedMs),
    landing_hash: hash,
  });
}

const { mean, deviation, tier: factors } = world.delivery.impressions;
const usual = Math.exp(mean + deviation ** 2 / 2) / world.delivery.endsShare;
const expectedImpressions = {
  large: Math.round(usual * factors.large),
  middle: Math.round(usual * factors.middle),
  small: Math.round(usual * factors.small),
};

function landingHash({ advertiser, creative }: Ad): string {
  return `l-${advertiser.index}-${creative.dupGroup.slice(2, 8)}`;
}
