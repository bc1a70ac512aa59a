import type { Child, ElementMaker } from "./element.js";

/**
 * A chart with its finding as title, what it shows as subtitle, and its rows as a table that opens on request.
 * The drawing itself gets `role="img"` and the title as its name.
 */
export function figure(
  h: ElementMaker,
  drawing: Element,
  text: { title: string; subtitle: string; rows?: Child },
): HTMLElement {
  for (const svg of drawing.matches("svg") ? [drawing] : drawing.querySelectorAll("svg")) {
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", `${text.title}. ${text.subtitle}`);
    mendRoles(svg);
  }
  return h("figure", { class: "chart" }, [
    h("figcaption", {}, [
      h("strong", { class: "chart-title" }, [text.title]),
      h("span", { class: "chart-subtitle" }, [text.subtitle]),
    ]),
    h("div", { class: "chart-scroll" }, [drawing]),
    text.rows === undefined
      ? undefined
      : h("details", {}, [h("summary", {}, ["Data of this chart"]), text.rows]),
  ]);
}

/** Plot names groups by aria-label, which is not allowed on a `g` without a role. */
function mendRoles(svg: Element): void {
  for (const group of svg.querySelectorAll("[aria-label]")) group.removeAttribute("aria-label");
  for (const group of svg.querySelectorAll("[aria-description]")) group.removeAttribute("aria-description");
}
