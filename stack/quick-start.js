import { enableCompileCache } from "node:module";
import { loadWhenUsed } from "./load-when-used.js";

// Imported before everything else, in each process of an update: loading what they are
// made of is most of one that changes nothing. Without types, because what strips them
// would have to be loaded first; everything after this is kept as it was compiled.
enableCompileCache();

// The SDK keeps a stack trace with every promise, and has each mapped back through
// source maps. This program runs as it is written and needs no mapping.
Reflect.deleteProperty(Error, "prepareStackTrace");

// Two thirds of what the SDK loads: it is for making text of functions, which dynamic-resource.ts does without.
for (const name of ["@npmcli/arborist", "normalize-package-data", "typescript"])
  loadWhenUsed(name, "@pulumi/pulumi");

const { yieldToVisitors } = await import("./updates/priority.ts");
yieldToVisitors();
