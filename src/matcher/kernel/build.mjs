// Compiles the WebAssembly kernel: `node src/matcher/kernel/build.mjs` writes wasmBytes.ts beside it.
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { main } from "assemblyscript/asc";

const folder = new URL(".", import.meta.url);

/** The bytes of the kernel, compiled from assembly/scan.ts. */
export async function compileKernel() {
  const files = new Map();
  const messages = [];
  const { error } = await main(
    [
      "assembly/scan.ts",
      "--baseDir",
      fileURLToPath(folder),
      "--outFile",
      "scan.wasm",
      "--runtime",
      "stub",
      "--enable",
      "simd",
      "-O3",
      "--noAssert",
      "--initialMemory",
      "1",
    ],
    {
      writeFile: (name, contents) => files.set(name, contents),
      stderr: { write: (text) => messages.push(text) },
    },
  );
  if (error) throw new Error(`${error.message}\n${messages.join("")}`);
  return files.get("scan.wasm");
}

async function build() {
  const bytes = await compileKernel();
  const lines = Buffer.from(bytes)
    .toString("base64")
    .match(/.{1,100}/g);
  const text = [
    "// Made by build.mjs from assembly/scan.ts. Do not edit.",
    "",
    `/** The WebAssembly kernel, ${bytes.length} bytes, in base64. */`,
    "export const wasmText = `",
    ...lines,
    "`;",
    "",
  ].join("\n");
  await writeFile(new URL("wasmBytes.ts", folder), text);
  process.stdout.write(`wasmBytes.ts: ${bytes.length} bytes\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build();
