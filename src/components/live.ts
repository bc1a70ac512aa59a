import type { PageFiles } from "./pageFiles.js";
import { formatState, parseState } from "./pageState.js";
import type { PageState } from "./pageState.js";

/**
 * Brings a page's controls to life: the choice goes into the URL, and the blocks that depend on it are drawn again.
 * Charts and data are loaded with the first choice, so that a page that is only read stays light.
 */
export function takeOver(files: PageFiles): void {
  const form = document.querySelector<HTMLFormElement>("form.controls");
  if (form === null) return;
  const controls = [...form.querySelectorAll("select")];
  const defaults: PageState = JSON.parse(form.dataset["defaults"] ?? "{}");
  let turn = 0;

  const read = (): PageState => Object.fromEntries(controls.map(({ name, value }) => [name, value]));
  const write = (state: PageState): void => {
    for (const control of controls) control.value = state[control.name] ?? "";
  };
  const draw = async (state: PageState): Promise<void> => {
    const mine = ++turn;
    form.setAttribute("aria-busy", "true");
    const { drawBlocks } = await import("./drawBlocks.js");
    await drawBlocks(files, state, () => mine === turn);
    if (mine === turn) form.removeAttribute("aria-busy");
  };

  for (const control of controls) control.disabled = false;
  form.addEventListener("input", () => {
    const state = read();
    history.pushState(null, "", `${location.pathname}${formatState(state, defaults)}${location.hash}`);
    void draw(state);
  });
  addEventListener("popstate", () => {
    write(parseState(location.search, defaults));
    void draw(read());
  });
  write(parseState(location.search, defaults));
  if (formatState(read(), defaults) !== "") void draw(read());
}
