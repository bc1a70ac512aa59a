import { appendFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tinyFiles } from "../fixtures/tinyWorkspace.js";
import { prepareFolder, workspaceFolder } from "./preparedFolder.js";

const at = (day: number): string => new Date(Date.UTC(2024, 0, 1 + day)).toISOString();
const days = Array.from({ length: 40 }, (_, day) => day);

/** 30 posts a day for 40 days; "plum" is in three of them, and from day 20 on, when r2 lists it, the log rejects these. */
function files(more: string): Record<string, string> {
  const posts = days.flatMap((day) =>
    Array.from({ length: 30 }, (_, n) => [`${day}-${n}`, n < 3, day] as const),
  );
  return {
    "workspace.yaml": `name: monitored
title: Monitored
asOf: 2024-03-01T00:00:00Z
sources:
  posts: {format: csv, path: posts.csv, columns: [id, text, made, logged]}
  words: {format: csv, path: words/*.csv, columns: [term, released]}
tables:
  item:
    - from: posts
      columns: {item_id: id, text: text, created_at: made}
  review_event:
    - from: posts
      constants: {stage: auto}
      columns: {event_id: "auto:{id}", item_id: id, decision: logged, ended_at: made}
packages:
  words: {from: words, releasedAt: released, columns: {term: term}}
${more}`,
    "posts.csv": `id,text,made,logged\n${posts
      .map(([id, hasPlum, day]) => {
        const isRejected = hasPlum && day >= 20;
        return `${id},${hasPlum ? "a plum" : "a pear"},${at(day)},${isRejected ? "reject" : "approve"}\n`;
      })
      .join("")}`,
    "words/r1.csv": `term,released\nfig,${at(0)}\n`,
    "words/r2.csv": `term,released\nfig,${at(20)}\nplum,${at(20)}\n`,
    "words/r3.csv": `term,released\nplum,${at(50)}\n`,
  };
}

test("a workspace that does not ask for it has no monitor", async () => {
  const { data } = await prepareFolder(await workspaceFolder(files("")));
  expect(data.monitor).toEqual({ key: "off", records: null, lacking: [] });
});

test("monitor: true holds each release against its prediction, and says which has no live traffic", async () => {
  const dir = await workspaceFolder(files("monitor: true\n"));
  const { data } = await prepareFolder(dir);
  expect(data.monitor.records).toMatchObject([
    { label: "r2", before: "r1", outcome: "as predicted", predicted: 0.1, observed: 0.1, daysLive: 20 },
    { label: "r3", before: "r2", outcome: "cannot tell", daysLive: 0 },
  ]);
  await appendFile(join(dir, "workspace.yaml"), "publish: {exampleTexts: true}\n");
  const again = await prepareFolder(dir);
  expect([again.ran["artefacts"], again.data.monitor]).toEqual([true, data.monitor]); // kept: nothing that it rests on changed
});

test("monitor: true looks again when a release came on another day", async () => {
  const dir = await workspaceFolder(files("monitor: true\n"));
  await prepareFolder(dir);
  await writeFile(join(dir, "words/r2.csv"), `term,released\nfig,${at(25)}\nplum,${at(25)}\n`);
  const { data } = await prepareFolder(dir);
  expect(data.monitor.records?.[0]).toMatchObject({ label: "r2", daysBefore: 25, daysLive: 15 });
});

test("monitor: true says that a workspace lacks times of releases and of items", async () => {
  const yaml = files("monitor: true\n")["workspace.yaml"] ?? "";
  const dir = await workspaceFolder({
    ...files(""),
    "workspace.yaml": yaml.replace(", releasedAt: released", "").replace(", created_at: made", ""),
  });
  const { data } = await prepareFolder(dir);
  expect(data.monitor).toMatchObject({
    records: [],
    lacking: [expect.stringMatching(/^times of releases/), expect.stringMatching(/^a time of every item/)],
  });
});

test("monitor: true says what a workspace lacks for it", async () => {
  const yaml = `${tinyFiles["workspace.yaml"]}monitor: true\n`;
  const { data } = await prepareFolder(await workspaceFolder({ ...tinyFiles, "workspace.yaml": yaml }));
  expect(data.monitor).toMatchObject({
    records: [],
    lacking: [expect.stringMatching(/^logged decisions of the automatic stage/)],
  });
});
