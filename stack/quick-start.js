import { enableCompileCache } from "node:module";
import { loadWhenUsed } from "./load-when-used.js";

// Imported before everything else, in each process of an update: loading what they are
// made of is most of one that changes nothing. Without types, because what strips them
// would have to be loaded first; everything after this is kept as it was compiled.
enableCompileCache();

// The SDK keeps a stack trace with every promise, and has each mapped back through
// source maps. This program runs as it is written and needs no mapping.
Reflect.deleteProperty(Error, "prepareStackTrace");

// A third of what the SDK loads, for functions that take other packages with them; here none does.
for (const name of ["@npmcli/arborist", "normalize-package-data"]) loadWhenUsed(name, "@pulumi/pulumi");

const { yieldToVisitors } = await import("./updates/priority.ts");
yieldToVisitors();
