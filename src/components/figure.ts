import type { Child, ElementMaker } from "./element.js";

/**
 * A chart with its finding as title, what it shows as subtitle, and its rows as a table that opens on request.
 * The drawing gets the title as its name, and `role="img"` unless it holds links, which that role would hide.
 */
export function figure(
  h: ElementMaker,
  drawing: Element,
  text: { title: string; subtitle: string; rows?: Child },
): HTMLElement {
  for (const svg of drawing.matches("svg") ? [drawing] : drawing.querySelectorAll("svg")) {
    mendRoles(svg);
    svg.setAttribute("role", svg.querySelector("a") === null ? "img" : "group");
    svg.setAttribute("aria-label", `${text.title}. ${text.subtitle}`);
  }
  return h("figure", { class: "chart" }, [
    h("figcaption", {}, [
      h("strong", { class: "chart-title" }, [text.title]),
      h("span", { class: "chart-subtitle" }, [text.subtitle]),
    ]),
    h("div", { class: "chart-scroll", tabindex: 0, role: "group", "aria-label": `Chart: ${text.title}` }, [
      drawing,
    ]),
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
