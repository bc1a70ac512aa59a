import { JSDOM } from "jsdom";
import { expect, test } from "vitest";
import { laterStatus } from "../../src/components/whatIf/laterStatus.js";

test("laterStatus(region) writes the last words of a run of them, once, when nothing more comes", async () => {
  const { document, MutationObserver } = new JSDOM(`<p role="status"></p>`).window;
  const region = document.querySelector("p") ?? document.body;
  let writes = 0;
  new MutationObserver(() => writes++).observe(region, { childList: true });
  const say = laterStatus(region);
  const pause = () => new Promise((resolve) => setTimeout(resolve, 400));
  for (const words of ["1 hit", "2 hits", "3 hits"]) say(words);
  expect(region.textContent).toBe("");
  await pause();
  expect(region.textContent).toBe("3 hits");
  say("3 hits");
  await pause();
  expect(writes).toBe(1);
});
