import * as Plot from "npm:@observablehq/plot";
import type { Interval } from "../model/rate.js";
import { labelWidth, plotSize, shortLabel, stateColours } from "./plotStyle.js";

/** A value with its interval, by name; hollow where it rests on too little. */
export type Dot = {
  readonly label: string;
  readonly value: number;
  readonly interval: Interval | undefined;
  readonly isHollow: boolean;
};

/** A dot and its interval a line, in the order given; the axis starts at 0. */
export function rateDots(
  document: Document,
  dots: readonly Dot[],
  format: (value: number) => string,
): Element {
  const name = ({ label }: Dot): string => shortLabel(label);
  return Plot.plot({
    ...plotSize,
    document,
    height: 44 + dots.length * 22,
    marginLeft: labelWidth,
    x: {
      label: null,
      grid: true,
      zero: true,
      tickFormat: (value: number) => format(value).replace(/\.0(?= %)/, ""),
    },
    y: { label: null, domain: dots.map(name) },
    marks: [
      Plot.ruleX([0]),
      Plot.link(dots, {
        y: name,
        x1: ({ interval }: Dot) => interval?.[0],
        x2: ({ interval }: Dot) => interval?.[1],
        stroke: stateColours.better,
        strokeWidth: 3,
        strokeOpacity: 0.5,
      }),
      Plot.dot(dots, {
        y: name,
        x: "value",
        r: 5,
        stroke: stateColours.better,
        fill: ({ isHollow }: Dot) => (isHollow ? "var(--theme-background)" : stateColours.better),
        title: ({ label, value }: Dot) => `${label}: ${format(value)}`,
      }),
    ],
  });
}
