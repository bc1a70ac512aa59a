import { expect, test } from "vitest";
import { issuesOf, tempFolder } from "../sources/tempFolder.js";
import { ingestFolder } from "./exampleWorkspace.js";

const deliveryHeader = "item,day,seen,clicks,spend,conversions,currency\n";
const feedbackHeader = "id,item,shop,kind,stars,at\n";

/** Two items, three days of delivery and what people said of them. */
const files = {
  "workspace.yaml": `name: shown
title: Shown
asOf: 2024-03-01T00:00:00Z
sources:
  posts: {format: csv, path: posts.csv, columns: [id]}
  days: {format: csv, path: days.csv, columns: [item, day, seen, clicks, spend, conversions, currency]}
  said: {format: csv, path: said.csv, columns: [id, item, shop, kind, stars, at]}
tables:
  item:
    - from: posts
      columns: {item_id: id}
  delivery:
    - from: days
      columns: {item_id: item, day: "{day}T00:00:00Z", impressions: seen, clicks: clicks, spend: spend, conversions: conversions, currency: currency}
  feedback:
    - from: said
      columns: {feedback_id: id, item_id: item, advertiser_id: shop, kind: kind, rating: stars, given_at: at}
`,
  "posts.csv": "id\np1\np2\n",
  "days.csv": `${deliveryHeader}p1,2024-02-01,100,3,0.42,1,EUR\np1,2024-02-02,90,,,,\np2,2024-02-02,0,0,0,0,EUR\n`,
  "said.csv": `${feedbackHeader}f1,p1,,hide,,2024-02-01T10:00:00Z\nf2,,s1,complaint,,2024-02-02T10:00:00Z\nf3,p2,s1,survey,4,\n`,
};

test("delivery and feedback are filed by day; feedback without a time goes to a bucket", async () => {
  const { tables, counts } = await ingestFolder(await tempFolder(files));
  const filed = (table: string) => tables[table]?.map(({ partition, rows }) => [partition, rows]);
  expect(filed("delivery")).toEqual([
    ["day=2024-02-01", 1],
    ["day=2024-02-02", 2],
  ]);
  expect(filed("feedback")).toEqual([
    [expect.stringMatching(/^bucket=\d\d$/), 1],
    ["day=2024-02-01", 1],
    ["day=2024-02-02", 1],
  ]);
  expect(counts.map(({ rejected }) => rejected)).toEqual([0, 0, 0]);
});

test.each([
  ["no impressions", "p1,2024-02-03,,,,,", "seen → impressions: expected a whole number from 0 up, got none"],
  [
    "fewer than none",
    "p1,2024-02-03,-1,,,,",
    'seen → impressions: expected a whole number from 0 up, got "-1"',
  ],
  [
    "more clicks than impressions",
    "p1,2024-02-03,5,6,,,",
    "clicks: expected at most as many clicks as impressions (5), got 6",
  ],
  [
    "money of no currency",
    "p1,2024-02-03,5,,1,,",
    "currency: expected the currency of spend and revenue, got none",
  ],
  [
    "a day to come",
    "p1,2024-03-02,5,,,,",
    'day: expected a time up to asOf (2024-03-01T00:00:00Z), got "2024-03-02T00:00:00Z"',
  ],
  [
    "the same day again",
    "p1,2024-02-01,5,,,,",
    'item_id: expected each item × day once, got "p1" × "2024-02-01T00:00:00Z" again (first at days.csv:2)',
  ],
  [
    "an item that there is not",
    "p9,2024-02-01,5,,,,",
    'item_id: expected an item of the table item, got "p9", which it does not hold',
  ],
])("a day of delivery with %s is refused", async (_name, line, message) => {
  const dir = await tempFolder({ ...files, "days.csv": `${files["days.csv"]}${line}\n` });
  expect((await issuesOf(dir, () => ingestFolder(dir)))[0]).toBe(`days.csv:5: ${message}`);
});

test.each([
  ["about nothing", "f4,,,hide,,", "item_id: expected the item or the advertiser it is about, got neither"],
  ["a survey without a rating", "f4,p1,,survey,,", "rating: expected the rating of a survey, got none"],
  ["a rated refund", "f4,p1,,refund,3,", "rating: expected a rating of surveys alone, got one of a refund"],
  [
    "of an unknown kind",
    "f4,p1,,hides,,",
    'kind: expected "hide", "report", "complaint", "refund", "chargeback" or "survey", got "hides" (did you mean "hide"?)',
  ],
  [
    "about an item that there is not",
    "f4,p9,,hide,,",
    'item_id: expected an item of the table item, got "p9", which it does not hold',
  ],
])("feedback %s is refused", async (_name, line, message) => {
  const dir = await tempFolder({ ...files, "said.csv": `${files["said.csv"]}${line}\n` });
  expect((await issuesOf(dir, () => ingestFolder(dir)))[0]).toBe(`said.csv:5: ${message}`);
});
