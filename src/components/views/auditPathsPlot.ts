import { auditPaths, qaVerdicts } from "../../metrics/auditPaths.js";
import type { AuditPaths, QaVerdict } from "../../metrics/auditPaths.js";
import type { AuditShare } from "../../metrics/auditShares.js";
import { formatCount, formatShare } from "../../metrics/format.js";
import { auditGap, chosenRows } from "../chainData.js";
import { elementsOf } from "../element.js";
import { figure } from "../figure.js";
import { flowPlot } from "../flowPlot.js";
import type { FlowLink, FlowNode } from "../flowPlot.js";
import { ratesTable } from "../ratesTable.js";
import type { RateRow } from "../ratesTable.js";
import { choiceWords } from "../selection.js";
import type { View } from "../view.js";
import { outcomes } from "./auditFlow.js";

const verdictWords: Readonly<Record<QaVerdict, string>> = {
  agreed: "QA agrees",
  "false-positive": "QA: wrongly rejected",
  "false-negative": "QA: wrongly approved",
};

/** Where audited decisions of people went: what QA said of them, and whether its auditor confirmed it. */
export const auditPathsPlot: View = {
  name: "chart flow audits",
  summary: "decisions of people on their way to QA and on to ATA, as a flow",
  options: {},
  uses: ["dimensions"],
  needs: ["report.json", "audits.arrow"],
  render(_options, { data, state, document }) {
    const h = elementsOf(document);
    const paths = auditPaths(chosenRows(data.audits, state, data.report));
    if (paths.found.length === 0) {
      return h("p", { class: "empty" }, [auditGap([], "qa", data.report) ?? "No audits."]);
    }
    const { nodes, links } = toFlow(paths);
    return figure(h, flowPlot(nodes, links, document), {
      title: titleOf(paths),
      subtitle: [
        "share of audited decisions of people, weighted by their samples",
        choiceWords(state, data.report),
        "ATA sees a sample of what QA saw: its bands are its shares of each verdict",
      ]
        .filter((part) => part !== undefined)
        .join(" · "),
      rows: ratesTable(h, rowsOf(paths), {
        headings: ["Of", "Found", "Audits"],
        caption: "Decisions of people on their way to QA and ATA, weighted",
      }),
    });
  },
};

/** Share of people's decisions of which QA said this. */
function shareOf({ found }: AuditPaths, verdict: QaVerdict): number {
  const own = found.filter(({ outcome }) =>
    verdict === "agreed" ? outcome !== "false-positive" && outcome !== "false-negative" : outcome === verdict,
  );
  return own.reduce((sum, { rate }) => sum + (rate.value ?? 0), 0);
}

/** Share of the audited verdicts of a kind that ATA confirmed; `undefined` where it saw none. */
function confirmedOf(shares: readonly AuditShare[]): number | undefined {
  return shares.find(({ outcome }) => outcome === "right")?.rate.value;
}

function auditsOf(shares: readonly AuditShare[]): number {
  return shares.reduce((sum, { events }) => sum + events, 0);
}

function toFlow(paths: AuditPaths): { nodes: FlowNode[]; links: FlowLink[] } {
  const verdicts = qaVerdicts.map((verdict) => {
    const size = shareOf(paths, verdict);
    return { verdict, size, confirmed: confirmedOf(paths.checked[verdict]) };
  });
  const right = verdicts.reduce((sum, { size, confirmed = 0 }) => sum + size * confirmed, 0);
  const wrong = verdicts.reduce((sum, { size, confirmed }) => sum + size * (1 - (confirmed ?? 1)), 0);
  const nodes: FlowNode[] = [
    {
      id: "people",
      column: 0,
      size: 1,
      fill: "#888888",
      label: `${formatCount(auditsOf(paths.found))} audited decisions`,
    },
    ...verdicts.map(({ verdict, size }) => ({
      id: verdict,
      column: 1,
      size,
      fill: outcomes[verdict === "agreed" ? "right" : verdict].fill,
      label: `${verdictWords[verdict]} ${formatShare(size)}`,
    })),
    {
      id: "right",
      column: 2,
      size: right,
      fill: outcomes.right.fill,
      label: `ATA: QA right ${formatShare(right)}`,
    },
    { id: "wrong", column: 2, size: wrong, fill: "#cc79a7", label: `ATA: QA wrong ${formatShare(wrong)}` },
  ];
  const links = verdicts.flatMap(({ verdict, size, confirmed }): FlowLink[] => [
    { from: "people", to: verdict, size },
    ...(confirmed === undefined
      ? []
      : [
          { from: verdict, to: "right", size: size * confirmed },
          { from: verdict, to: "wrong", size: size * (1 - confirmed) },
        ]),
  ]);
  return { nodes, links };
}

function titleOf(paths: AuditPaths): string {
  const agrees = `QA agrees with ${formatShare(shareOf(paths, "agreed"))} of people's decisions`;
  const parts = qaVerdicts.flatMap((verdict) => {
    const confirmed = confirmedOf(paths.checked[verdict]);
    if (confirmed === undefined) return [];
    const audits = formatCount(auditsOf(paths.checked[verdict]));
    return [`“${verdictWords[verdict]}” in ${formatShare(confirmed)} (${audits} audits)`];
  });
  return parts.length === 0 ? agrees : `${agrees}; ATA confirms ${parts.join(", ")}`;
}

function rowsOf({ found, checked }: AuditPaths): RateRow[] {
  return [
    ...toRows("people, by QA", found),
    ...qaVerdicts.flatMap((verdict) => toRows(`${verdictWords[verdict]}, by ATA`, checked[verdict])),
  ];
}

function toRows(of: string, shares: readonly AuditShare[]): RateRow[] {
  return shares
    .filter(({ events }) => events > 0)
    .map(({ outcome, events, rate }) => ({
      cells: [of, outcomes[outcome].words, formatCount(events)],
      rate,
      minN: 30,
    }));
}
