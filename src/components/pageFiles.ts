import type { ArtefactName } from "../model/artefact.js";

/** How to load each file that the page's blocks need. */
export type PageFiles = Readonly<Partial<Record<ArtefactName, () => Promise<ArrayBuffer>>>>;
