import type { PageLoads } from "./pageFiles.js";
import { formatState, parseState } from "./pageState.js";
import type { PageState } from "./pageState.js";

/**
 * Brings a page's controls to life: the choice goes into the URL, and the blocks that depend on it are drawn again.
 * Charts and data are loaded with the first choice, so that a page that is only read stays light.
 */
export function takeOver(loads: PageLoads): void {
  const form = document.querySelector<HTMLFormElement>("form.controls");
  if (form === null) return;
  const controls = [...form.querySelectorAll("select")];
  const defaults: PageState = JSON.parse(form.dataset["defaults"] ?? "{}");
  let turn = 0;

  const read = (): PageState => Object.fromEntries(controls.map(({ name, value }) => [name, value]));
  const note = document.createElement("p");
  note.className = "unknown-choice";
  note.setAttribute("role", "status");
  form.append(note);
  const write = (state: PageState): void => {
    const unknown = controls.filter((control) => !choose(control, state[control.name] ?? ""));
    for (const control of unknown) control.value = defaults[control.name] ?? "";
    note.textContent = unknown.map((control) => unknownChoice(control, state)).join(" ");
  };
  const draw = async (state: PageState): Promise<void> => {
    const mine = ++turn;
    form.setAttribute("aria-busy", "true");
    const { drawBlocks } = await import("./drawBlocks.js");
    await drawBlocks(loads, state, () => mine === turn);
    if (mine === turn) form.removeAttribute("aria-busy");
  };

  for (const control of controls) control.disabled = false;
  form.addEventListener("input", () => {
    note.textContent = "";
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

/** Whether the control has this choice; then it is chosen. */
function choose(control: HTMLSelectElement, value: string): boolean {
  control.value = value;
  return control.selectedIndex >= 0;
}

function unknownChoice(control: HTMLSelectElement, state: PageState): string {
  const label = control.labels[0]?.querySelector("span")?.textContent ?? control.name;
  const shown = control.selectedOptions[0]?.text ?? "";
  return `${label}: this page does not know "${state[control.name] ?? ""}" and shows "${shown}".`;
}
