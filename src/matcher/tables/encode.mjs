// How generate.mjs writes tables down: lists of numbers in base 36, `a,b,c;`, in lines of at most 400 characters.

/** `export const name` with its docstring. */
export function constant(name, note, entries) {
  return `/** ${note} */\nexport const ${name} =${wrap(entries.map((entry) => entry.map(base36).join(",")))};\n`;
}

/** Runs `[start, count, step, distance]`: count code points, step (1 or 2) apart, each going to itself + distance. */
export function runsOf(pairs) {
  const runs = [];
  for (const [from, to] of [...pairs].toSorted((a, b) => a[0] - b[0])) {
    const last = runs.at(-1);
    const step = last && from - (last.start + (last.count - 1) * (last.step ?? 0));
    const fits = last && last.distance === to - from && step <= 2 && (last.step ?? step) === step;
    if (fits) Object.assign(last, { count: last.count + 1, step });
    else runs.push({ start: from, count: 1, distance: to - from });
  }
  return runs.map(({ start, count, step = 1, distance }) => [start, count, step, distance]);
}

/** Ranges `[gap, length]` of a set of code points, the gap counted from the end of the range before. */
export function rangesOf(codePoints) {
  return valueRangesOf([...codePoints].map((codePoint) => [codePoint, 1])).map(([gap, length]) => [
    gap,
    length,
  ]);
}

/** Ranges `[gap, length, value]` of code points with the same value. */
export function valueRangesOf(pairs) {
  const found = [];
  let end = 0;
  for (const [codePoint, value] of [...new Map(pairs)].toSorted((a, b) => a[0] - b[0])) {
    const last = found.at(-1);
    if (last !== undefined && codePoint === end && last[2] === value) last[1]++;
    else found.push([codePoint - end, 1, value]);
    end = codePoint + 1;
  }
  return found;
}

function base36(value) {
  return value.toString(36);
}

/** A template literal; readers skip the white space. */
function wrap(parts) {
  const lines = [""];
  for (const part of parts) {
    if (lines.at(-1).length + part.length > 399) lines.push("");
    lines[lines.length - 1] += `${part};`;
  }
  return ` \`\n${lines.join("\n")}\n\``;
}
