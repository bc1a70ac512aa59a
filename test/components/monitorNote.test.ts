import { expect, test } from "vitest";
import { drawn } from "./drawn.js";
import { smallData } from "./smallData.js";

test("monitorNote says why the newest release cannot be told when it has live days", async () => {
  const data = await smallData();
  const records = (data.monitor.records ?? []).map((record) => ({ ...record, daysLive: 12 }));
  const html = drawn({ ...data, monitor: { ...data.monitor, records } }, { fence: "note", line: "monitor" });
  expect(html).toContain("<p>r3 cannot be held against a prediction.</p>");
  expect(html).not.toContain("No live traffic");
});

test("monitorTable says in the row of a release why it cannot be told", async () => {
  const data = await smallData();
  const reason = "in the days before it the log rejects 1.0 % where the replay rejects 9.0 %";
  const records = (data.monitor.records ?? []).map((record) => ({ ...record, daysLive: 12, reason }));
  const html = drawn({ ...data, monitor: { ...data.monitor, records } }, { fence: "table", line: "monitor" });
  expect(html).toContain(`>${reason}<`);
  expect(html.split(reason)).toHaveLength(2);
});
