// Already there where Pulumi runs start.js; the embedded engine comes here at once.
import "./quick-start.js";
import { DynamicProvider } from "./dynamic-provider.ts";

// First of all, since its process takes longer to start than the program does to load.
const dynamicProvider = new DynamicProvider("dynamic");
const { program } = await import("./program.ts");

export const { url, release, replicas, upstream, ownerKey } = await program(dynamicProvider);
