import { inlineExecutor } from "./inlineExecutor.js";
import type { ExecutorMaker } from "./scanMissing.js";
import { threadExecutor } from "./workerThreads.js";

/** Seconds that a scan must take before threads, which take about as long to start, are worth it. */
const worthThreads = 0.7;

/** Worker threads for long scans, this thread for short ones. */
export const chooseExecutor: ExecutorMaker = ({ bytes, terms }) => {
  const bytesPerSecond = terms < 1000 ? 300e6 : 60e6;
  return bytes / bytesPerSecond < worthThreads ? inlineExecutor() : threadExecutor();
};
