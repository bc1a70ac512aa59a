import { correctedChain, isCorrected } from "../../metrics/corrected.js";
import type { CannotTell, Corrected, CorrectedChain, CorrectedValue } from "../../metrics/corrected.js";
import { formatCount, formatInterval, formatShare } from "../../metrics/format.js";
import type { Rate } from "../../model/rate.js";
import { auditGap, chosenRows } from "../chainData.js";
import { dataTable } from "../dataTable.js";
import { elementsOf } from "../element.js";
import type { ElementMaker } from "../element.js";
import { rateWords } from "../rateWords.js";
import type { View, ViewContext } from "../view.js";

/** How right people are by QA, and how right without the errors of QA: sentences, and what they rest on as a table. */
export const correctedNote: View = {
  name: "note corrected",
  summary: "accuracy of people by QA, beside the one corrected for QA's own errors",
  options: {},
  uses: ["dimensions"],
  needs: ["report.json", "audits.arrow"],
  render(_options, context) {
    const h = elementsOf(context.document);
    const { chain, gap } = chainOf(context);
    if (chain === undefined) return h("p", { class: "empty" }, [gap]);
    const texts = [accuracySentence(chain), ...warnings(chain)];
    const sentences = texts.map((text) => h("p", {}, [text]));
    return h("div", {}, [h("div", { class: "finding" }, sentences), correctedTable(h, chain)]);
  },
};

/** The same for accuracy, FPR and FNR, and what the correction rests on. */
function correctedTable(h: ElementMaker, chain: CorrectedChain): HTMLElement {
  return dataTable(h, rowsOf(chain), {
    caption: "People by QA, and without the errors that ATA found of QA",
    columns: [
      { label: "Of people", cell: ({ name }) => name },
      { label: "By QA", numeric: true, cell: ({ apparent }) => formatShare(apparent.value) },
      { label: "95 % interval", numeric: true, cell: ({ apparent }) => formatInterval(apparent.interval) },
      {
        label: "Effective n",
        numeric: true,
        cell: ({ apparent }) => formatCount(Math.round(apparent.effectiveN)),
      },
      { label: "Corrected", numeric: true, cell: ({ corrected }) => valueWords(corrected) },
      { label: "95 % interval", numeric: true, cell: ({ corrected }) => intervalWords(corrected) },
      { label: "QA confirms what is right", cell: ({ basis }) => qualityWords(basis, "confirmsRight") },
      { label: "QA overturns what is wrong", cell: ({ basis }) => qualityWords(basis, "overturnsWrong") },
    ],
  });
}

function chainOf({ data, state }: ViewContext): { chain?: CorrectedChain; gap: string } {
  const rows = chosenRows(data.audits, state, data.report);
  const gap = auditGap(rows, "qa", data.report) ?? auditGap(rows, "ata", data.report);
  if (gap !== undefined) return { gap };
  return { chain: correctedChain(rows), gap: "" };
}

function accuracySentence({ apparent, accuracy }: CorrectedChain): string {
  const byQa = `By the verdicts of QA, people are right in ${rateWords(apparent.accuracy, "decisions")}.`;
  if (accuracy === undefined)
    return `${byQa} What is left when the errors of QA are taken out cannot be told from these audits.`;
  const { value, interval } = accuracy;
  return `${byQa} Without the errors of QA that ATA found: ${formatShare(value)} (95 % interval ${formatInterval(interval)}).`;
}

/** What makes a reader trust the correction less. */
function warnings({ blind, rejections, approvals }: CorrectedChain): string[] {
  const whys = [
    { of: "rejections", part: rejections },
    { of: "approvals", part: approvals },
  ].flatMap(({ of, part }) => (isCorrected(part) ? [] : [`${reasons[part.why]} ${of}.`]));
  if (blind === undefined)
    return [...whys, "The data does not say whether QA saw the answers of the people that it audited."];
  if (blind.value === 1) return whys;
  return [
    ...whys,
    `QA is not blind: it saw the reviewer's answer in ${formatShare(1 - (blind.value ?? 0))} of its audits, so that its errors go with theirs. The correction allows for that only as far as ATA was blind itself.`,
  ];
}

const reasons: Readonly<Record<CannotTell["why"], string>> = {
  "no audits": "Cannot tell: nobody audited QA on right",
  "no errors seen": "Cannot tell: ATA found nothing wrong among the audited",
  chance: "Cannot tell: QA hardly does better than chance on",
};

type TableRow = {
  readonly name: string;
  readonly apparent: Rate;
  readonly corrected: CorrectedValue | undefined;
  readonly basis?: Corrected | CannotTell;
};

function rowsOf(chain: CorrectedChain): TableRow[] {
  const { apparent, rejections, approvals } = chain;
  return [
    { name: "Accuracy", apparent: apparent.accuracy, corrected: chain.accuracy },
    { name: "FPR", apparent: apparent.fpr, corrected: chain.fpr },
    { name: "FNR", apparent: apparent.fnr, corrected: chain.fnr },
    partRow("Rejections that are right", rejections),
    partRow("Approvals that are right", approvals),
  ];
}

function partRow(name: string, found: Corrected | CannotTell): TableRow {
  const corrected = isCorrected(found) ? found : undefined;
  return { name, apparent: found.apparent, corrected, basis: found };
}

function valueWords(corrected: CorrectedValue | undefined): string {
  return corrected === undefined ? "cannot tell" : formatShare(corrected.value);
}

function intervalWords(corrected: CorrectedValue | undefined): string {
  return corrected === undefined ? "" : formatInterval(corrected.interval);
}

function qualityWords(
  basis: Corrected | CannotTell | undefined,
  part: "confirmsRight" | "overturnsWrong",
): string {
  if (basis === undefined || !isCorrected(basis)) return "";
  const { value, effectiveN } = basis[part];
  return `${formatShare(value)} (effective n ${formatCount(Math.round(effectiveN))})`;
}
