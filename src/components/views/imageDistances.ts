import { formatCount, formatInterval, formatShare } from "../../metrics/format.js";
import type { DistanceHits, ImageDistances, TermDistances } from "../../model/packageHealth.js";
import { dataTable } from "../dataTable.js";
import type { Column } from "../dataTable.js";
import { elementsOf } from "../element.js";
import type { Child, ElementMaker } from "../element.js";
import { figure } from "../figure.js";
import { ownValue } from "../ownValue.js";
import { rateDots } from "../rateDots.js";
import { ratesTable } from "../ratesTable.js";
import type { View } from "../view.js";

/** Below this effective n a precision says little, and its mark is hollow. */
const minN = 30;

/** Precision of images by the distance of the hashes: of the page's term, or of all of the newest release. */
export const imageDistances: View = {
  name: "chart image distances",
  summary:
    "precision of the page's image term, or of all, by the distance of the hashes, and within each radius",
  options: {},
  uses: [],
  needs: ["packageHealth.json"],
  render(_options, { document, data, params }) {
    const h = elementsOf(document);
    const { images } = data.packageHealth;
    const { termId } = params;
    const found = termId === undefined ? images?.all : ownValue(images?.ofTerms, termId);
    const hits = found?.within.at(-1)?.hits ?? 0;
    if (found === undefined && termId !== undefined) return h("div", { hidden: "" }, []); // most terms are no images
    if (images === undefined || found === undefined || hits === 0)
      return h("p", { class: "empty" }, [emptyWords(images)]);
    const subject = termId === undefined ? allWords(images) : "the image";
    return h("div", {}, [drawBands(h, document, { found, subject }), ...radiusTable(h, found)]);
  },
};

function emptyWords(images: ImageDistances | undefined): string {
  if (images !== undefined)
    return `None of ${formatCount(images.terms)} images of the newest release hits this traffic.`;
  return "This needs images in the newest release of the package, and items with the hash of theirs (column image_hash of the table item), which this workspace does not have.";
}

function allWords({ terms, hitting }: ImageDistances): string {
  return `the ${formatCount(hitting)} images that hit, of ${formatCount(terms)},`;
}

function drawBands(
  h: ElementMaker,
  document: Document,
  { found, subject }: { found: TermDistances; subject: string },
): HTMLElement {
  const dots = found.bands.flatMap((band) => {
    const { value, interval, effectiveN } = band.precision;
    return value === undefined ? [] : [{ label: label(band), value, interval, isHollow: effectiveN < minN }];
  });
  const rows = found.bands.map((band) => ({
    cells: [label(band), formatCount(band.hits)],
    rate: band.precision,
    minN,
  }));
  return figure(h, rateDots(document, dots, formatShare), {
    title: titleOf(found),
    subtitle: `Precision of ${subject} by the bits in which the hashes differ, radius up to ${found.radius} · weighted by the samples that led to labels · lines are 95 % intervals · hollow: effective n below ${minN}`,
    rows: ratesTable(h, rows, {
      headings: ["Distance", "Hits"],
      caption: "Precision by distance, counts weighted by the samples that led to labels",
    }),
  });
}

function label({ from, to }: DistanceHits): string {
  return from === to ? `${from} bits` : `${from}–${to} bits`;
}

/** The nearest and the farthest band with a label. */
function titleOf({ bands }: TermDistances): string {
  const labelled = bands.filter(({ precision }) => precision.value !== undefined);
  const [near, far] = [labelled[0], labelled.at(-1)];
  if (near === undefined || far === undefined) return "No hit has a label";
  return `Of labelled hits ${near === far ? shareWords(near) : `${shareWords(near)} and ${shareWords(far)}`}`;
}

function shareWords(band: DistanceHits): string {
  return `${formatShare(band.precision.value)} violate at ${label(band)}`;
}

/** What a smaller radius would leave. */
function radiusTable(h: ElementMaker, { within, radius }: TermDistances): Child[] {
  const all = within.at(-1)?.hits ?? 0;
  const columns: readonly Column<DistanceHits>[] = [
    { label: "Radius", numeric: true, cell: ({ to }) => formatCount(to) },
    { label: "Hits", numeric: true, cell: ({ hits }) => formatCount(hits) },
    { label: "Share of all", numeric: true, cell: ({ hits }) => formatShare(hits / all) },
    { label: "Labelled", numeric: true, cell: ({ labelled }) => formatCount(labelled) },
    { label: "Violating", numeric: true, cell: ({ tp }) => formatCount(tp) },
    { label: "Precision", numeric: true, cell: ({ precision }) => formatShare(precision.value) },
    { label: "95 % interval", numeric: true, cell: ({ precision }) => formatInterval(precision.interval) },
  ];
  return [
    dataTable(h, within, { caption: "What each radius would hit", columns }),
    h("p", {}, [
      `Hits up to the present radius, ${radius}, are known, so that a smaller one can be read off. What a larger one would hit these data do not tell: add the image with a larger radius to a package file and run riskbook gate.`,
    ]),
  ];
}
