import { rebuildBanner } from "../../src/components/rebuildBanner.js";
import type { Report } from "../../src/model/report.js";

/** Without an icon of its own a browser asks for /favicon.ico, which is not there. */
export const headHtml = `<link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16' rx='3' fill='%230072b2'/%3E%3Cpath d='M4 11l3-4 2 2 3-5' stroke='white' stroke-width='2' fill='none'/%3E%3C/svg%3E">`;

/**
 * Name of the workspace, the choice to see masked words, which works without JavaScript, and the banners for a site
 * that was not rebuilt in time and for sources that are not as they should be.
 */
export function headerHtml({ workspace, alerts }: Report): string {
  return [
    `<span class="workspace-title">${escapeHtml(workspace.title)}</span>`,
    `<label class="reveal"><input type="checkbox" id="reveal-masked"> Show masked words</label>`,
    rebuildBanner(workspace.expectedBy),
    ...alerts.map((text) => `<p class="rebuild-banner" role="status">${escapeHtml(text)}</p>`),
  ].join("\n");
}

/**
 * What the page was made from, on every page.
 * @param home address of the site's first folder, seen from the page
 */
export function footerHtml({ workspace, releases, provenance }: Report, home: string): string {
  const facts = [
    `Data as of ${new Date(workspace.asOf).toISOString().slice(0, 10)} (${workspace.timeZone})`,
    `package ${releases.at(-1)?.label ?? "none"}`,
    ...Object.entries(provenance).map(
      ([name, value]) => `${name} <code title="${escapeHtml(value)}">${escapeHtml(shorten(value))}</code>`,
    ),
  ];
  return `<div class="provenance">${facts.join(" · ")} · <a href="${home}data-and-definitions.html">Data and definitions</a></div>`;
}

function shorten(value: string): string {
  return /^[0-9a-f]{64}$/.test(value) ? value.slice(0, 12) : value;
}

function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll('"', "&quot;")
    .replaceAll("$", "&#36;");
}
