import * as Plot from "npm:@observablehq/plot";
import { plotSize } from "./plotStyle.js";

/** A stop of a flow: its column from the left, its size, and how it is drawn and named. */
export type FlowNode = {
  readonly id: string;
  readonly column: number;
  /** Sizes of a column share one scale; those of the first column make 1. */
  readonly size: number;
  readonly fill: string;
  readonly label: string;
};

/** What goes from one stop to another, in the same scale. */
export type FlowLink = { readonly from: string; readonly to: string; readonly size: number };

/** Pixels: of a size of 1, between stops of a column (and above the first, for labels), and of a stop's width. */
const layout = { whole: 210, gap: 28, node: 12 };

type PlacedNode = FlowNode & { readonly x: number; readonly y: number; readonly height: number };

/**
 * A flow from the left to the right: stops as bars, what goes from one to another as a band as thick as its size. Stops of
 * a column stand in the order given, each under its name, and so do the bands at each of them. Nothing is drawn of a size of 0.
 */
export function flowPlot(
  nodes: readonly FlowNode[],
  links: readonly FlowLink[],
  document: Document,
): Element {
  const placed = placeNodes(nodes.filter(({ size }) => size > 0));
  const height = Math.max(...placed.map(({ y, height: own }) => y + own)) + 10;
  const last = Math.max(...placed.map(({ column }) => column));
  return Plot.plot({
    ...plotSize,
    document,
    height,
    margin: 0,
    x: { type: "identity", axis: null },
    y: { type: "identity", axis: null },
    marks: [
      Plot.link(placeLinks(placed, links), {
        x1: "x1",
        y1: "y1",
        x2: "x2",
        y2: "y2",
        stroke: "fill",
        strokeWidth: "width",
        strokeOpacity: 0.45,
        strokeLinecap: "butt",
        curve: "bump-x",
        title: "title",
      }),
      Plot.rect(placed, {
        x1: "x",
        x2: ({ x }: PlacedNode) => x + layout.node,
        y1: "y",
        y2: endOf,
        fill: "fill",
      }),
      ...[true, false].map((isLast) =>
        Plot.text(
          placed.filter(({ column }) => (column === last) === isLast),
          {
            x: ({ x }: PlacedNode) => (isLast ? x + layout.node : x),
            y: ({ y }: PlacedNode) => y - 9,
            text: "label",
            textAnchor: isLast ? "end" : "start",
          },
        ),
      ),
    ],
  });
}

function endOf({ y, height }: PlacedNode): number {
  return y + height;
}

/** Columns are centred on the tallest. */
function placeNodes(nodes: readonly FlowNode[]): PlacedNode[] {
  const { whole, gap } = layout;
  const heightOf = (column: readonly FlowNode[]): number =>
    column.reduce((sum, { size }) => sum + size * whole, 0) + gap * (column.length - 1);
  const columns = [...new Set(nodes.map(({ column }) => column))].map((at) =>
    nodes.filter(({ column }) => column === at),
  );
  const step = (plotSize.width - layout.node) / Math.max(1, columns.length - 1);
  const tallest = Math.max(0, ...columns.map(heightOf));
  return columns.flatMap((column) => {
    let end = gap + (tallest - heightOf(column)) / 2;
    return column.map((one): PlacedNode => {
      const [y, height] = [end, one.size * whole];
      end += height + gap;
      return { ...one, x: one.column * step, y, height };
    });
  });
}

/** Bands leave and reach a stop one below the other. */
function placeLinks(nodes: readonly PlacedNode[], links: readonly FlowLink[]) {
  const { whole, node } = layout;
  const byId = new Map(nodes.map((one) => [one.id, one]));
  const [left, reached] = [new Map<string, number>(), new Map<string, number>()];
  return links.flatMap(({ from, to, size }) => {
    const [start, end] = [byId.get(from), byId.get(to)];
    if (start === undefined || end === undefined || size <= 0) return [];
    const [before, above] = [left.get(from) ?? 0, reached.get(to) ?? 0];
    left.set(from, before + size);
    reached.set(to, above + size);
    return [
      {
        x1: start.x + node,
        y1: start.y + (before + size / 2) * whole,
        x2: end.x,
        y2: end.y + (above + size / 2) * whole,
        width: size * whole,
        fill: start.column === 0 ? end.fill : start.fill,
        title: `${start.label} → ${end.label}`,
      },
    ];
  });
}
