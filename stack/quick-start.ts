import { enableCompileCache } from "node:module";
import { yieldToVisitors } from "./updates/priority.ts";

// Imported before everything else, in each process: loading what they are made of is
// most of an update that changes nothing.
enableCompileCache();

// The SDK keeps a stack trace with every promise, and has each mapped back through
// source maps. This program runs as it is written and needs no mapping.
Reflect.deleteProperty(Error, "prepareStackTrace");

yieldToVisitors();
