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
