import { execFileSync } from "node:child_process";
import type { EngineName } from "../../../stack/containers/labels.ts";

/** The Pulumi CLI's version; undefined where there is none. */
export function findPulumi(): string | undefined {
  try {
    const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" };
    const stdio: ["ignore", "pipe", "ignore"] = ["ignore", "pipe", "ignore"];
    return execFileSync("pulumi", ["version"], { encoding: "utf8", stdio, env }).trim();
  } catch {
    return undefined;
  }
}

/**
 * The engines to measure, one after the other.
 *
 * @param wanted `each`, or the name of one
 * @throws Error when Pulumi is wanted and not there
 */
export function chooseEngines(wanted: string | undefined, pulumi: string | undefined): EngineName[] {
  if (wanted === "pulumi" && !pulumi) throw new Error("the Pulumi CLI is not installed here");
  if (wanted === "pulumi" || wanted === "embedded") return [wanted];
  if (!pulumi) return ["embedded"];
  return wanted === "each" ? ["pulumi", "embedded"] : ["pulumi"];
}
