/** Stages as readers know them; what is not named here goes by its own name. */
const stageWords: Readonly<Record<string, string>> = {
  auto: "automatic stage, as logged",
  human: "people",
  qa: "QA",
  ata: "auditors of QA (ATA)",
};

export function stageLabel(stage: string): string {
  return stageWords[stage] ?? stage;
}
