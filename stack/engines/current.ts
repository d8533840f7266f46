import type { EngineName } from "../containers/labels.ts";

let engine: EngineName = "pulumi";

/** Which engine runs the program; whoever does not say is the Pulumi CLI. */
export function currentEngine(): EngineName {
  return engine;
}

/** Says which engine runs the program that this process is about to load. */
export function setCurrentEngine(name: EngineName): void {
  engine = name;
}
