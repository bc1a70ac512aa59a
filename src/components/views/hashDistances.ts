import { formatCount, formatInterval, formatShare } from "../../metrics/format.js";
import type { DistanceHits, HashDistances, TermDistances } from "../../model/packageHealth.js";
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

type Kind = "image" | "video";

/** Precision of images and videos by distance: of the page's term, or of all of the newest release. */
export const hashDistances: View = {
  name: "chart hash distances",
  summary:
    "precision of the page's image or video term, or of all, by the distance of the hashes, and within each radius",
  options: {},
  uses: [],
  needs: ["packageHealth.json"],
  render(_options, { document, data, params }) {
    const h = elementsOf(document);
    const { images, videos } = data.packageHealth;
    const kinds = [
      { kind: "image", distances: images },
      { kind: "video", distances: videos },
    ] as const;
    const { termId } = params;
    const found = kinds.flatMap(({ kind, distances }) => {
      if (distances === undefined) return [];
      if (termId === undefined) return [drawAll(h, document, { kind, distances })];
      const own = ownValue(distances.ofTerms, termId);
      return own === undefined ? [] : [draw(h, document, { kind, found: own, subject: `the ${kind}` })];
    });
    if (found.length > 0) return h("div", {}, found.flat());
    return termId === undefined ? h("p", { class: "empty" }, [lackWords]) : h("div", { hidden: "" }, []); // most terms have no hash
  },
};

const lackWords =
  "This needs images or videos in the newest release of the package, and items with their hashes (columns image_hash and video_frames of the table item), which this workspace does not have.";

type Drawn = { readonly kind: Kind; readonly found: TermDistances; readonly subject: string };

function drawAll(
  h: ElementMaker,
  document: Document,
  { kind, distances: { terms, hitting, all } }: { kind: Kind; distances: HashDistances },
): Child[] {
  const count = formatCount(terms);
  if (hitting === 0)
    return [
      h("p", { class: "empty" }, [`None of ${count} ${kind}s of the newest release hits this traffic.`]),
    ];
  const subject = `the ${formatCount(hitting)} ${kind}s that hit, of ${count},`;
  return draw(h, document, { kind, found: all, subject });
}

function draw(h: ElementMaker, document: Document, drawn: Drawn): Child[] {
  const isLabelled = drawn.found.bands.some(({ precision }) => precision.value !== undefined);
  const bands = isLabelled
    ? drawBands(h, document, drawn)
    : h("p", { class: "empty" }, [`No hit of ${drawn.subject} has a label: no precision by distance.`]);
  return [bands, ...radiusTable(h, drawn)];
}

/** What a distance is: of a video, what its radius must be at least, so that both are read alike. */
const distanceWords: Record<Kind, string> = {
  image: "in which the hashes differ",
  video: "within which 80 % of an item's frames are met",
};

function drawBands(h: ElementMaker, document: Document, { kind, found, subject }: Drawn): HTMLElement {
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
    subtitle: `Precision of ${subject} by the bits ${distanceWords[kind]}, radius up to ${found.radius} · weighted by the samples that led to labels · lines are 95 % intervals · hollow: effective n below ${minN}`,
    rows: ratesTable(h, rows, {
      headings: ["Distance", "Hits"],
      caption: "Precision by distance, counts weighted by the samples that led to labels",
    }),
  });
}

function label({ from, to }: DistanceHits): string {
  return from === to ? `${from} bits` : `${from}–${to} bits`;
}

/** The nearest and the farthest band with a label; "" without any. */
function titleOf({ bands }: TermDistances): string {
  const labelled = bands.filter(({ precision }) => precision.value !== undefined);
  const [near, far] = [labelled[0], labelled.at(-1)];
  if (near === undefined || far === undefined) return "";
  return `Of labelled hits ${near === far ? shareWords(near) : `${shareWords(near)} and ${shareWords(far)}`}`;
}

function shareWords(band: DistanceHits): string {
  return `${formatShare(band.precision.value)} violate at ${label(band)}`;
}

/** What a smaller radius would leave. */
function radiusTable(h: ElementMaker, { kind, found: { within, radius } }: Drawn): Child[] {
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
      `Hits up to the present radius, ${radius}, are known, so that a smaller one can be read off. What a larger one would hit these data do not tell: add the ${kind} with a larger radius to a package file and run riskbook gate.`,
    ]),
  ];
}
