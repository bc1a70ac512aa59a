import type { DataIssue } from "../../src/model/dataError.js";
import type { PartIndex } from "./part.js";

/** Issues that are kept in words; the lines of the others are counted. */
export const listedIssues = 1_000;

/** Gathers what is wrong with the rows of one file. */
export class PartIssues {
  #issues: DataIssue[] = [];
  #lines = new Set<number>();
  #refusedFuture = false;

  add(issues: readonly DataIssue[]): void {
    for (const issue of issues) {
      this.#lines.add(issue.line ?? 0);
      if (this.#issues.length < listedIssues) this.#issues.push(issue);
    }
  }

  addMapped({ issues, refusedFuture }: { issues: readonly DataIssue[]; refusedFuture: boolean }): void {
    this.add(issues);
    this.#refusedFuture ||= refusedFuture;
  }

  facts(): Pick<PartIndex, "issues" | "rejectedLines" | "refusedFuture"> {
    return { issues: this.#issues, rejectedLines: [...this.#lines], refusedFuture: this.#refusedFuture };
  }
}
