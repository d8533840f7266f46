import type { EngineName } from "../labels.ts";

const variable = "TALLY_ENGINE";

/** Which engine runs the program; whoever does not say is the Pulumi CLI. */
export function currentEngine(): EngineName {
  return process.env[variable] === "embedded" ? "embedded" : "pulumi";
}

/** Says which engine runs the program that this process is about to load. */
export function setCurrentEngine(engine: EngineName): void {
  process.env[variable] = engine;
}
