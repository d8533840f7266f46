import { enableCompileCache } from "node:module";

// Loading the commands takes longer than most of them.
enableCompileCache();
const { run } = await import("./run.ts");

const [name = "", ...args] = process.argv.slice(2);
try {
  await run(name, args);
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
// The SDK's runtime keeps handles open; everything is done by now.
process.exit();
