/** The bytes of the kernel, compiled from assembly/scan.ts. */
export function compileKernel(): Promise<Uint8Array>;
