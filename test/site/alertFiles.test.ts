import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { JSDOM } from "jsdom";
import { expect, test } from "vitest";
import { alertFeed, writeAlertFiles } from "../../loaders/site/alertFiles.js";
import { framePages } from "../../loaders/site/framePages.js";
import type { TrendAlert } from "../../src/model/alert.js";
import { smallData } from "../components/smallData.js";
import { tempFolder } from "../sources/tempFolder.js";

const rate = { count: 12, total: 40, effectiveN: 40, value: 0.3, interval: [0.2, 0.45] } as const;
const alert: TrendAlert = {
  metric: "fpr",
  stage: "human",
  slice: { policy: "jam" },
  from: "2024-02-27",
  at: "2024-02-28",
  since: "2024-02-27",
  direction: "up",
  better: false,
  now: rate,
  before: { ...rate, count: 4, value: 0.1 },
  earlierDays: 30,
  difference: 0.2,
  differenceInterval: [0.1, 0.3],
  low: 0,
  high: 0.2,
  adjustedP: 0.001,
  state: "confirmed",
  p0: true,
  charts: ["limit"],
  sentence: 'It rose & "fell" <b>a lot</b>\u0001.',
};

const data = await smallData();
const alerts = { series: 9, tested: 4, lastDay: "2024-02-28", q: 0.04, alerts: [alert] };

test("alertFeed() is XML that holds each alert with a link, a day and a name of its own, whatever it says", () => {
  const other = { ...alert, at: "2024-02-27" };
  const feed = alertFeed(data.report, { alerts: [alert, other] });
  const { document } = new JSDOM(feed, { contentType: "text/xml" }).window;
  const textsOf = (name: string) =>
    [...document.querySelectorAll(name)].map(({ textContent }) => textContent);
  expect(textsOf("entry > title")).toEqual(
    Array(2).fill("False positive rate of people, policy Says something of jam rose to 30.0 %"),
  );
  expect(textsOf("entry > summary")[0]).toBe('It rose & "fell" <b>a lot</b>.');
  expect(textsOf("updated")).toEqual([
    "2024-03-01T00:00:00Z",
    "2024-02-28T00:00:00Z",
    "2024-02-27T00:00:00Z",
  ]);
  expect(document.querySelector("entry > link")?.getAttribute("href")).toBe(
    "trends.html?metric=fpr&stage=human&split=policy#day-by-day",
  );
  const ids = textsOf("id");
  expect(new Set(ids).size).toBe(3);
  for (const id of ids)
    expect(id).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(
    alertFeed(data.report, { alerts: [other, alert] })
      .split("\n")
      .toSorted(),
  ).toEqual(feed.split("\n").toSorted());
});

test("writeAlertFiles() and framePages() put both files beside the pages and link to them from every page", async () => {
  const page = `<head></head><body><div id="observablehq-center"><main></main></div></body>`;
  const folder = await tempFolder({ "index.html": page, "terms/a.html": page });
  await framePages(folder, data.report);
  await writeAlertFiles(folder, { ...data, alerts });
  const published = JSON.parse(await readFile(join(folder, "alerts.json"), "utf8"));
  expect(published).toEqual({ workspace: "small", asOf: "2024-03-01T00:00:00Z", ...alerts });
  for (const [file, up] of [
    ["index.html", "./"],
    ["terms/a.html", "./../"],
  ] as const) {
    const { document } = new JSDOM(await readFile(join(folder, file), "utf8")).window;
    const addresses = [...document.querySelectorAll("head link[rel=alternate], footer a")].map((element) =>
      element.getAttribute("href"),
    );
    expect(addresses.filter((address) => /feed|alerts/.test(address ?? ""))).toEqual([
      `${up}feed.xml`,
      `${up}feed.xml`,
      `${up}alerts.json`,
    ]);
  }
});
