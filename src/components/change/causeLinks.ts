import type { Slice } from "../../rca/changeCube.js";
import type { Report } from "../../model/report.js";
import type { ChangeMoment } from "./changeMoment.js";
import type { WindowChange } from "./windowChange.js";

/** A page that shows more of a slice. */
export type PageLink = { readonly href: string; readonly label: string };

/**
 * The pages that open at a slice of a change: its days, and the release that fits it, if there is one. They end in .html,
 * since what a browser draws again does not pass through the build, which would add that.
 */
export function causeLinks(
  slice: Slice,
  { metric, stage }: Pick<WindowChange, "metric" | "stage">,
  { report, moment }: { readonly report: Report; readonly moment: ChangeMoment | undefined },
): PageLink[] {
  const choices = Object.entries(slice).filter(
    (entry): entry is [string, string] => entry[1] !== null && report.dimensions.includes(entry[0]),
  );
  const days = new URLSearchParams([["metric", metric.id], ["stage", stage], ...choices]);
  const release = moment?.event?.release;
  const releases = release === undefined ? "" : `?${new URLSearchParams(release).toString()}`;
  return [
    { href: `./trends.html?${days.toString()}#day-by-day`, label: "Its days" },
    ...(report.releases.length === 0
      ? []
      : [
          {
            href: `./releases.html${releases}`,
            label: release === undefined ? "Releases" : `Release ${release.to}`,
          },
        ]),
  ];
}

/** The page that opens with a change of its own. */
export function changeHref({ metric, stage, windows }: WindowChange): string {
  const { length, baselines } = windows;
  const choice = { metric: metric.id, stage, window: String(length), baseline: String(baselines) };
  return `./root-cause?${new URLSearchParams(choice).toString()}`;
}
