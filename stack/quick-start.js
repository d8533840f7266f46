import { enableCompileCache } from "node:module";

// Imported before everything else, in each process of an update: loading what they are
// made of is most of one that changes nothing. Without types, because what strips them
// would have to be loaded first; everything after this is kept as it was compiled.
enableCompileCache();

// The SDK keeps a stack trace with every promise, and has each mapped back through
// source maps. This program runs as it is written and needs no mapping.
Reflect.deleteProperty(Error, "prepareStackTrace");

const { yieldToVisitors } = await import("./updates/priority.ts");
yieldToVisitors();
