import { expect, test } from "vitest";
import { makeAdvertisers } from "../../src/simulate/advertisers.js";
import { chanceFor } from "../../src/simulate/chance.js";
import { deliver } from "../../src/simulate/delivery.js";
import { world } from "../../src/simulate/world.js";

test("deliver() gives no day more clicks than impressions, however the draws fall", () => {
  const draws = [1, 2, 0, 0, 0, 0, 0, 0, 0];
  const delivered: unknown[] = [];
  const chance = { ...chanceFor(1, "delivery"), poisson: () => draws.shift() ?? 0, happens: () => true };
  const outbox = {
    add: (_file: string, _atMs: number, cells: object) => delivered.push(cells),
    take: () => [],
    rows: new Map(),
  };
  const [advertiser] = makeAdvertisers(1, 100).all;
  if (advertiser === undefined) throw new TypeError("Expected an advertiser, got none");
  const scene = { chance, outbox, days: 9, budgets: { add: () => undefined, close: () => undefined } };
  const ad = { id: "ad-1", advertiser, creative: { isViolating: false } };
  deliver(scene, ad, { fromMs: world.startMs, isSwapped: false });
  expect(delivered).toMatchObject([{ impressions: 1, clicks: 1, conversions: 0 }]);
});
