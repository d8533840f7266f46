import type { EngineName } from "../../stack/containers/labels.ts";
import { findPulumi } from "./pulumi-cli.ts";

/** The engines that this machine has; the Pulumi CLI is not everywhere. */
export function availableEngines(): EngineName[] {
  const version = findPulumi();
  if (version === undefined) {
    console.log(
      "End-to-end tests run on the embedded engine only: the Pulumi CLI is neither installed here nor downloaded.",
    );
    return ["embedded"];
  }
  console.log(`End-to-end tests run on the embedded engine and on Pulumi ${version}.`);
  return ["embedded", "pulumi"];
}

/** Asked once, for every file. */
export const engines: readonly EngineName[] = availableEngines();

const each = process.env.TALLY_TEST_ENGINES === "each";

/**
 * For what the deployed containers do, which both engines make alike, as a test of its own shows: one
 * engine, unless TALLY_TEST_ENGINES is `each`.
 */
export const anyEngine: readonly EngineName[] = each ? engines : engines.slice(0, 1);

/** The same, but the engine that keeps a state of its own, where it is there. */
export const lastEngine: readonly EngineName[] = each ? engines : engines.slice(-1);

/** What an engine says of an update that changed nothing. */
export function saysNoChanges(engine: EngineName): RegExp {
  return engine === "pulumi" ? /Resources:\n\s+\d+ unchanged/ : /^No changes\.$/m;
}
