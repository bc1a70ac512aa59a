// Worker threads do not start from .ts under tsx, so this registers it first.
import { register } from "tsx/esm/api";
register();
await import("./serveTasks.ts");
