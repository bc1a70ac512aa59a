import { expect, test } from "vitest";
import { controlsForm } from "../../src/components/controls.js";
import { views } from "../../src/components/views.js";
import { blocks } from "./blocks.js";
import { blockOf, document, drawn, inLines } from "./drawn.js";
import { smallData } from "./smallData.js";

const data = await smallData();

test("each view has a golden", () => {
  const shown = Object.values(blocks).map((written) => blockOf(data, written).view.name);
  expect([...new Set(shown)].toSorted()).toEqual(views.map(({ name }) => name).toSorted());
});

test.each(Object.entries(blocks))("%s is drawn as in its golden", async (name, written) => {
  await expect(inLines(drawn(data, written))).toMatchFileSnapshot(`../output/${name}.html`);
});

test("controlsForm() is drawn as in its golden", async () => {
  const form = controlsForm(
    ["metric", "a", "b", "by", "stage", "window", "baseline", "split", "from", "to", "dimensions"],
    data,
    document,
  );
  await expect(inLines(form.outerHTML)).toMatchFileSnapshot("../output/controls.html");
});

test.each(Object.entries(blocks))("%s is drawn the same a second time", (_name, written) => {
  expect(drawn(data, written)).toBe(drawn(data, written));
});
