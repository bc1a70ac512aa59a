import { atLengths, atMaxLength, hitWords } from "./assembly/layout.js";
import { bindingTable } from "./binding.js";
import { readWords } from "./buffer.js";
import type { Chunk, Session } from "./session.js";
import { leastHits, textPadding } from "./session.js";
import { wasmText } from "./wasmBytes.js";

type Bytes = ArrayBuffer | SharedArrayBuffer;

/** What assembly/scan.ts exports; addresses and positions are unsigned, but reach JavaScript signed. */
type Exports = {
  readonly memory: WebAssembly.Memory;
  scratchBytes(): number;
  open(pack: number, binding: number, scratch: number): void;
  place(text: number, offsets: number, hits: number, hitsBytes: number): void;
  run(from: number, to: number, records: number): number;
  count(): number;
};

/** An instance with a memory of its own, and the package that lies in it. */
type Instance = { readonly exports: Exports; package: Bytes | undefined; hitsAt: number };

/** Packages up to this size take turns in one instance: loading one costs less than an instance does. */
const smallBytes = 1 << 18;
const pageBytes = 65_536;

/**
 * Makes sessions of the WebAssembly kernel; `undefined` where WebAssembly or its SIMD is missing or refused, as by a
 * page's content security policy. The module is compiled here and now: it is small enough for a page's main thread.
 */
export function wasmSessions(): ((buffer: Bytes) => Session) | undefined {
  try {
    const module = new WebAssembly.Module(Uint8Array.from(atob(wasmText), (c) => c.charCodeAt(0)));
    const small = newInstance(module);
    return (buffer) => wasmSession(buffer, buffer.byteLength <= smallBytes ? small : newInstance(module));
  } catch {
    return undefined;
  }
}

function newInstance(module: WebAssembly.Module): Instance {
  const { exports } = new WebAssembly.Instance(module);
  if (!isKernel(exports)) throw new TypeError("Expected the kernel's functions in its module, got others");
  return { exports, package: undefined, hitsAt: 0 };
}

function isKernel(exports: WebAssembly.Exports): exports is Exports & WebAssembly.Exports {
  return exports["memory"] instanceof WebAssembly.Memory && typeof exports["run"] === "function";
}

function wasmSession(buffer: Bytes, instance: Instance): Session {
  const { exports } = instance;
  const words = readWords(buffer);
  const hitsBytes = Math.max(leastHits, (words[atLengths] ?? 0) * 2) * hitWords * 4;
  const reach = (words[atMaxLength] ?? 0) + textPadding * 2;
  let chunk: Chunk | undefined;
  return {
    reserve(textBytes, records) {
      if (instance.package !== buffer) loadPackage(instance, buffer);
      const offsetsAt = align(instance.hitsAt + hitsBytes);
      const textAt = align(offsetsAt + (records + 1) * 4);
      growTo(exports.memory, textAt + textBytes + reach);
      exports.place(textAt, offsetsAt, instance.hitsAt, hitsBytes);
      const memory = exports.memory.buffer;
      chunk = {
        text: new Uint8Array(memory, textAt, textBytes + textPadding),
        offsets: new Uint32Array(memory, offsetsAt, records + 1),
        hits: new Uint32Array(memory, instance.hitsAt, hitsBytes / 4),
      };
      return chunk;
    },
    run(from, to, records) {
      const next = exports.run(from, to, records) >>> 0;
      return { next, count: exports.count() >>> 0 };
    },
  };
}

/** Lays out the memory: word table, scratch, package, hits, then the records and the text of a chunk. */
function loadPackage(instance: Instance, buffer: Bytes): void {
  const { exports } = instance;
  const table = bindingTable();
  const bindingAt = 64;
  const scratchAt = align(bindingAt + table.length);
  const packageAt = align(scratchAt + exports.scratchBytes());
  growTo(exports.memory, packageAt + buffer.byteLength);
  const memory = new Uint8Array(exports.memory.buffer);
  memory.set(table, bindingAt);
  memory.set(new Uint8Array(buffer), packageAt);
  exports.open(packageAt, bindingAt, scratchAt);
  instance.package = buffer;
  instance.hitsAt = align(packageAt + buffer.byteLength);
}

function growTo(memory: WebAssembly.Memory, bytes: number): void {
  const missing = bytes - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / pageBytes));
}

function align(address: number): number {
  return (address + 63) & ~63;
}
