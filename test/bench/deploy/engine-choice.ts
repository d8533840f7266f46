import type { EngineName } from "../../../stack/containers/labels.ts";

/**
 * The engines to measure, one after the other.
 *
 * @param wanted `each`, or the name of one
 * @throws Error when Pulumi is wanted and not there
 */
export function chooseEngines(wanted: string | undefined, pulumi: string | undefined): EngineName[] {
  if (wanted === "pulumi" && !pulumi) throw new Error("the Pulumi CLI is neither installed nor downloaded");
  if (wanted === "pulumi" || wanted === "embedded") return [wanted];
  if (!pulumi) return ["embedded"];
  return wanted === "each" ? ["pulumi", "embedded"] : ["pulumi"];
}
