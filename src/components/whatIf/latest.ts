/** A function that makes its value anew only when it is asked for another one than the last time. */
export function latest<Wanted, Made>(make: (wanted: Wanted) => Made): (wanted: Wanted) => Made {
  let last: { readonly key: string; readonly made: Made } | undefined;
  return (wanted) => {
    const key = JSON.stringify(wanted);
    if (last?.key !== key) last = { key, made: make(wanted) };
    return last.made;
  };
}
