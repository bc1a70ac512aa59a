import type { Session } from "./session.js";
import { typescriptSession } from "./typescriptKernel.js";
import { wasmSessions } from "./wasmKernel.js";

type Bytes = ArrayBuffer | SharedArrayBuffer;

export type KernelName = "wasm" | "typescript";

/** A way to search. Both kernels put out the same hits in the same order. */
export type Kernel = {
  readonly name: KernelName;
  /** The session for a compiled package; kept as long as its buffer is. */
  session(buffer: Bytes): Session;
};

const typescriptKernel = newKernel("typescript", typescriptSession);
let wasmKernel: Kernel | undefined;
let isWasmTried = false;

/**
 * The fastest kernel that runs here: WebAssembly with SIMD, else TypeScript, without a word. `only` asks for one;
 * `undefined` when that one does not run here.
 */
export function openKernel(): Kernel;
export function openKernel(options: { readonly only: KernelName }): Kernel | undefined;
export function openKernel({ only }: { readonly only?: KernelName } = {}): Kernel | undefined {
  if (only === "typescript") return typescriptKernel;
  if (!isWasmTried) {
    const open = wasmSessions();
    wasmKernel = open === undefined ? undefined : newKernel("wasm", open);
    isWasmTried = true;
  }
  return only === "wasm" ? wasmKernel : (wasmKernel ?? typescriptKernel);
}

function newKernel(name: KernelName, open: (buffer: Bytes) => Session): Kernel {
  const sessions = new WeakMap<Bytes, Session>();
  return {
    name,
    session(buffer) {
      const known = sessions.get(buffer) ?? open(buffer);
      sessions.set(buffer, known);
      return known;
    },
  };
}
