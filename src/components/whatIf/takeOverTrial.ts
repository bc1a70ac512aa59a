import type { PageFiles } from "../pageFiles.js";

/**
 * Brings "Try a text" to life. Matcher and package are loaded when the reader first comes to one of its fields, so that
 * a page that is only read stays light. What the reader writes stays in the page: no address, no storage, no request.
 */
export function takeOverTrial(files: PageFiles): void {
  const section = document.querySelector<HTMLElement>(".trial");
  const status = section?.querySelector<HTMLElement>(".trial-summary");
  if (section === null || status === null || status === undefined) return;
  let draw: ((changed: Element) => void) | undefined;
  let loading: Promise<void> | undefined;

  const load = async (): Promise<void> => {
    try {
      const { openTrial } = await import("./openTrial.js");
      draw = await openTrial(section, files);
    } catch {
      loading = undefined;
      status.textContent = "The package could not be loaded; type again to try once more.";
    }
  };
  const ready = (): Promise<void> => (loading ??= load());

  for (const field of section.querySelectorAll<HTMLInputElement>("textarea, input, select")) {
    field.disabled = false;
  }
  section.addEventListener("focusin", () => void ready());
  section.addEventListener("input", ({ target }) => {
    if (!(target instanceof Element)) return;
    // Drawn within the event, so that nothing comes between a key and its hits.
    if (draw !== undefined) draw(target);
    else void ready().then(() => draw?.(target));
  });
}
