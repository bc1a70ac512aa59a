import * as Plot from "npm:@observablehq/plot";
import { auditShares } from "../../metrics/auditShares.js";
import type { AuditShare } from "../../metrics/auditShares.js";
import type { AuditOutcome } from "../../metrics/audits.js";
import { formatCount, formatShare } from "../../metrics/format.js";
import { auditGap, chosenRows } from "../chainData.js";
import { elementsOf } from "../element.js";
import { figure } from "../figure.js";
import { plotSize } from "../plotStyle.js";
import { ratesTable } from "../ratesTable.js";
import { choiceWords } from "../selection.js";
import type { View, ViewContext } from "../view.js";

/** What the outcomes are called, in full and where there is little room, and how they are drawn. */
export const outcomes: Readonly<
  Record<AuditOutcome, { words: string; short: string; fill: string; ink: string }>
> = {
  "false-positive": { words: "false positive", short: "FP", fill: "#d55e00", ink: "#000" },
  "false-negative": { words: "false negative", short: "FN", fill: "#0072b2", ink: "#fff" },
  "wrong-selection": { words: "wrong selection", short: "WS", fill: "#b58900", ink: "#000" },
  technical: { words: "technical", short: "T", fill: "#999999", ink: "#000" },
  right: { words: "confirmed", short: "", fill: "#b2e2d5", ink: "#000" },
};

/** A step of the chain: whose decisions, and what its audits found. */
type Step = { readonly label: string; readonly shares: readonly AuditShare[]; readonly audits: number };

/** What became of decisions on their way through the chain: confirmed, or overturned by class of error. */
export const auditFlow: View = {
  name: "chart bars audits",
  summary: "what QA found of people and of the automatic stage, and ATA of QA, by class of error",
  options: {},
  uses: ["dimensions"],
  needs: ["report.json", "audits.arrow"],
  render(_options, context) {
    const { data, state, document } = context;
    const h = elementsOf(document);
    const steps = stepsOf(context);
    if (steps.length === 0)
      return h("p", { class: "empty" }, [auditGap([], "qa", data.report) ?? "No audits."]);
    const rows = steps.flatMap(({ label, shares }) =>
      shares.map(({ outcome, events, rate }) => ({
        cells: [label, outcomes[outcome].words, formatCount(events)],
        rate,
        minN: 30,
      })),
    );
    return figure(h, drawSteps(steps, context), {
      title: titleOf(steps),
      subtitle: [
        "share of audited decisions, weighted by their samples",
        choiceWords(state, data.report),
        "errors from the left: false positive (FP), false negative (FN), wrong selection (WS), technical (T)",
      ]
        .filter((part) => part !== undefined)
        .join(" · "),
      rows: ratesTable(h, rows, {
        headings: ["Audit", "Outcome", "Audits"],
        caption: "Outcomes of audits, weighted",
      }),
    });
  },
};

const steps = [
  { by: "qa", stage: "auto", label: "Automatic stage, by QA" },
  { by: "qa", stage: "human", label: "People, by QA" },
  { by: "ata", stage: "qa", label: "QA, by ATA" },
] as const;

function stepsOf({ data, state }: ViewContext): Step[] {
  const rows = chosenRows(data.audits, state, data.report);
  return steps.flatMap(({ by, stage, label }) => {
    const own = rows.filter((row) => row.by === by && row.stage === stage);
    const audits = own.reduce((sum, { events }) => sum + events, 0);
    return own.length === 0 ? [] : [{ label, shares: auditShares(own), audits }];
  });
}

function titleOf(found: readonly Step[]): string {
  return found
    .map(({ label, shares, audits }) => {
      const right = shares.find(({ outcome }) => outcome === "right");
      return `${label}: ${formatShare(right?.rate.value)} right (${formatCount(audits)} audits)`;
    })
    .join("; ");
}

type Bar = {
  readonly label: string;
  readonly outcome: AuditOutcome;
  readonly from: number;
  readonly to: number;
  readonly share: number;
};

/** What stands in a part of a bar: as much as there is room for. */
function barText({ outcome, share }: Bar): string {
  const { words, short } = outcomes[outcome];
  if (share > 0.15) return `${words} ${formatShare(share)}`;
  return share > 0.02 ? short : "";
}

function drawSteps(found: readonly Step[], { document }: ViewContext): Element {
  const bars = found.flatMap(({ label, shares }): Bar[] => {
    let end = 0;
    return shares.map(({ outcome, rate }) => {
      const from = end;
      end += rate.value ?? 0;
      return { label, outcome, from, to: end, share: rate.value ?? 0 };
    });
  });
  return Plot.plot({
    ...plotSize,
    document,
    height: 50 + found.length * 44,
    marginLeft: 170,
    x: { label: null, domain: [0, 1], tickFormat: (value: number) => `${Math.round(value * 100)} %` },
    y: { label: null, domain: found.map(({ label }) => label) },
    marks: [
      Plot.barX(bars, {
        x1: "from",
        x2: "to",
        y: "label",
        fill: ({ outcome }: Bar) => outcomes[outcome].fill,
        insetLeft: 0.5,
        insetRight: 0.5,
        title: ({ label, outcome, share }: Bar) =>
          `${label}: ${outcomes[outcome].words} ${formatShare(share)}`,
      }),
      Plot.text(bars, {
        x: ({ from, to }: Bar) => (from + to) / 2,
        y: "label",
        text: barText,
        fill: ({ outcome }: Bar) => outcomes[outcome].ink,
      }),
    ],
  });
}
