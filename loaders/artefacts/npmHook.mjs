/** Lets Node load components that import `npm:name` as pages do: the prefix goes, node_modules answers. */
export function resolve(specifier, context, nextResolve) {
  return nextResolve(specifier.startsWith("npm:") ? specifier.slice("npm:".length) : specifier, context);
}
