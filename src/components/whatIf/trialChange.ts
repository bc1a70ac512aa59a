import type { ElementMaker } from "../element.js";
import { addedTermForm } from "./addedTerm.js";
import { changePackage } from "./changePackage.js";
import type { AddedTerm, ChangedPackage } from "./changePackage.js";
import type { Trial } from "./compareTrials.js";
import { latest } from "./latest.js";
import { loadRegexes, noCompiler } from "./openedPackage.js";
import type { TrialFields } from "./trialFields.js";
import type { RegexCompiler, TrialPackage } from "./trialPackage.js";
import { trialSwitches } from "./trialSwitches.js";

/** The fields with which a reader changes the package. */
export type TrialChange = {
  /** The package as changed; `undefined` for no change. To be told which field was changed last. */
  read(changed: Element): ChangedPackage | undefined;
  /** Offers the terms that hit, to be switched off or edited. */
  offer(trial: Trial | undefined): void;
};

type Wanted = { readonly off: readonly number[]; readonly added: AddedTerm | undefined };

/** @param redraw called when the change is another one without a field being changed */
export function trialChange(
  h: ElementMaker,
  fields: TrialFields,
  { compiled, redraw }: { compiled: TrialPackage; redraw: () => void },
): TrialChange {
  const form = addedTermForm(fields.added);
  let edited: number | undefined;
  const switches = trialSwitches(h, fields.switches, {
    termOf: (term) => compiled.terms[term],
    onEdit(index) {
      const term = compiled.terms[index];
      if (term === undefined) return;
      edited = index;
      switches.clear(index);
      form.edit(term);
      redraw();
    },
  });
  let compileRegexes: RegexCompiler | undefined;
  let loading: Promise<void> | undefined;
  const load = async (): Promise<void> => {
    try {
      compileRegexes = await loadRegexes();
      redraw();
    } catch {
      loading = undefined;
      form.complain("Regexes could not be loaded; type again to try once more.");
    }
  };
  const change = latest(({ off, added }: Wanted) =>
    changePackage(compiled, { off: new Set(off), added }, compileRegexes ?? noCompiler),
  );
  return {
    read(changed) {
      form.changed(changed);
      const [off, written] = [switches.off(), form.read()];
      if (written === undefined || (edited !== undefined && !off.has(edited))) edited = undefined;
      const isWaiting = written?.kind === "regex" && compileRegexes === undefined;
      if (isWaiting) loading ??= load();
      const added = written === undefined || isWaiting ? undefined : { ...written, replaces: edited };
      const changedPackage =
        off.size === 0 && added === undefined ? undefined : change({ off: [...off], added });
      form.complain(changedPackage?.problem);
      return changedPackage;
    },
    offer(trial) {
      const focused = fields.switches.ownerDocument.activeElement;
      const hits = trial?.hits ?? [];
      switches.show(hits.map(({ term }) => term).filter((term) => term < compiled.terms.length));
      // A box that moves would lose the focus.
      if (focused instanceof HTMLElement && fields.switches.contains(focused)) focused.focus();
    },
  };
}
