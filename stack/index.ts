import { DynamicProvider } from "./dynamic-provider.ts";

// First of all, since its process takes longer to start than the program does to load.
const dynamicProvider = new DynamicProvider("dynamic");
const { program } = await import("./program.ts");

export const { url, release, replicas, upstream, ownerKey } = await program(dynamicProvider);
