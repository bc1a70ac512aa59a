/** Long enough for a pause in typing. */
const pauseMs = 300;

/**
 * Writes into a live region once nothing new has come for a moment, so that a screen reader is not told of every key.
 * Nothing is written that stands there already.
 */
export function laterStatus(region: HTMLElement): (text: string) => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return (text) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (region.textContent !== text) region.textContent = text;
    }, pauseMs);
  };
}
