import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Executor, Task, TaskResult } from "../../loaders/replay/executor.js";
import { isTruncated } from "../../loaders/replay/hitTable.js";
import { toTextColumns, writeTextFile } from "../../loaders/replay/textFile.js";
import { atomData } from "../../src/matcher/atoms.js";
import { term } from "../matcher/terms.js";

const matcher = atomData([
  term("plum"),
  term("pear", { languages: ["pt"] }),
  term("fig", { markets: ["DE"] }),
]);
const other = atomData([term("pear")]);

/** What every executor must do. `make` gives a fresh one; the suite closes it. */
export function executorContract(name: string, make: () => Executor): void {
  describe(`Executor contract: ${name}`, () => {
    let dir = "";
    let executor: Executor;
    beforeAll(() => {
      dir = mkdtempSync(join(tmpdir(), "riskbook-executor-"));
      const row = { language: null, market: null };
      const texts: [string, Parameters<typeof toTextColumns>[0]][] = [
        [
          "a",
          [
            { ...row, itemId: "1", text: "no fruit" },
            { ...row, itemId: "2", text: "A Plum, a PEAR, a plum" },
          ],
        ],
        [
          "b",
          [
            { itemId: "3", text: "pear fig", language: "de", market: "DE" },
            { itemId: "4", text: "pear fig", language: "pt-BR", market: "BR" },
          ],
        ],
        ["c", [{ ...row, itemId: "5", text: "plum ".repeat(101) }]],
        ["none", []],
      ];
      for (const [file, rows] of texts) writeTextFile(join(dir, `${file}.arrow`), toTextColumns(rows));
      executor = make();
    });
    afterAll(async () => {
      await executor.close();
      await executor.close();
      rmSync(dir, { recursive: true });
    });

    function task(file: string, key: string, which = matcher): Task {
      return { kind: "scan", key, textFile: join(dir, `${file}.arrow`), atoms: which };
    }

    async function results(tasks: readonly Task[]): Promise<TaskResult[]> {
      const found: TaskResult[] = [];
      for await (const result of executor.run(tasks)) found.push(result);
      return found.toSorted((x, y) => (x.key < y.key ? -1 : 1));
    }

    test("run(tasks) gives every hit with its place, sorted by item, start, end and term", async () => {
      const found = await results([task("a", "k1"), task("b", "k2")]);
      expect(found).toEqual([
        {
          key: "k1",
          hits: {
            item: Int32Array.of(1, 1, 1),
            term: Int32Array.of(0, 1, 0),
            start: Int32Array.of(2, 10, 18),
            end: Int32Array.of(6, 14, 22),
            flags: Uint8Array.of(0, 0, 0),
          },
        },
        {
          key: "k2",
          hits: {
            item: Int32Array.of(0, 1),
            term: Int32Array.of(2, 1),
            start: Int32Array.of(5, 0),
            end: Int32Array.of(8, 4),
            flags: Uint8Array.of(0, 0),
          },
        },
      ]);
    });

    test("run(tasks) flags what was cut", async () => {
      const [found] = await results([task("c", "k")]);
      expect(found?.hits.item).toHaveLength(100);
      expect(new Set(found?.hits.flags)).toEqual(new Set([isTruncated]));
    });

    test("run(tasks) gives one result per task, equal whenever it runs", async () => {
      const tasks = Array.from({ length: 24 }, (_, i) =>
        task(["a", "b", "none"][i % 3] ?? "", `k${10 + i}`, i < 12 ? matcher : other),
      );
      const found = await results(tasks);
      expect(found.map(({ key }) => key)).toEqual(tasks.map(({ key }) => key));
      expect(await results(tasks.toReversed())).toEqual(found);
      expect(found.map(({ hits }) => hits.item.length)).toEqual([
        3, 2, 0, 3, 2, 0, 3, 2, 0, 3, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0,
      ]);
    });

    test("run([]) gives nothing", async () => {
      expect(await results([])).toEqual([]);
    });

    test("run(tasks) rejects with the key of a task that fails, and works afterwards", async () => {
      const failing = results([task("a", "good"), task("missing", "bad-one"), task("b", "good-too")]);
      await expect(failing).rejects.toThrow(/^Task bad-one failed: .*missing\.arrow/);
      expect(await results([task("a", "k")])).toHaveLength(1);
    });

    test("run(tasks) can be left early and started again", async () => {
      for await (const { key } of executor.run([task("a", "k1"), task("b", "k2"), task("c", "k3")])) {
        expect(key).toMatch(/^k\d$/);
        break;
      }
      expect(await results([task("a", "k")])).toHaveLength(1);
    });
  });
}
