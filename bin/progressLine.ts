import type { Effects } from "./effects.js";

/** A line on a terminal that says what is going on; nothing where stderr is not a terminal. */
export function progressLine(stderr: Effects["stderr"]): {
  readonly show: (text: string) => void;
  readonly clear: () => void;
} {
  let shown = false;
  return {
    show(text) {
      if (stderr.isTTY !== true) return;
      stderr.write(`\r\u001b[2K${text.slice(0, 100)}`);
      shown = true;
    },
    clear() {
      if (shown) stderr.write("\r\u001b[2K");
      shown = false;
    },
  };
}
