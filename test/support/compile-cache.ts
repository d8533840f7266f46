import { enableCompileCache } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

// Each test file runs in a process of its own, and many start others: services,
// commands, programs. Compiling the same modules again is most of what they do.
process.env.NODE_COMPILE_CACHE ??= join(tmpdir(), "tally-test-compile-cache");
enableCompileCache();
