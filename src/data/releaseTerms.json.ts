import { streamArtefact } from "../../loaders/artefacts/streamArtefact.js";

await streamArtefact("releaseTerms.json");
