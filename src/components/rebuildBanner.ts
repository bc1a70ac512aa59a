/**
 * HTML of a banner for when a site was not rebuilt in time: a static page cannot know, so a script compares with the
 * reader's clock and shows it. Without JavaScript nothing is shown; "" where no next build was promised.
 * @param expectedBy UTC ms by which the next build should have come, `null` when the workspace says no interval
 */
export function rebuildBanner(expectedBy: number | null): string {
  if (expectedBy === null) return "";
  const time = new Date(expectedBy).toISOString();
  const words = `${time.slice(0, 10)} ${time.slice(11, 16)} UTC`;
  return [
    `<p id="rebuild-banner" class="rebuild-banner" role="status" hidden>Expected a rebuild by <time datetime="${time}">${words}</time>, and none has come: what you see may be out of date.</p>`,
    `<script>${script}</script>`,
  ].join("\n");
}

const script = `{
const banner = document.querySelector("#rebuild-banner");
banner.hidden = Date.now() <= Date.parse(banner.querySelector("time").dateTime);
}`;
