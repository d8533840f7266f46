import type Docker from "dockerode";
import { repeatDuring } from "../../nginx/repeat.ts";
import { labelNames } from "../containers/labels.ts";
import { withInterruption } from "../machine/images/interruption.ts";
import { removeRestoreHelpers } from "./helpers.ts";
import { clearPrepared } from "./swap.ts";

/** How often what an interrupted restore may just be starting is looked for, in milliseconds. */
const lookEveryMs = 200;

/**
 * Prepares the data of a restore. Nothing is left of them where that fails or is
 * interrupted: this process ends only when its containers have.
 *
 * @param own the stack's own Redis, which serves meanwhile
 */
export async function prepareData(
  docker: Docker,
  own: Docker.ContainerInspectInfo,
  report: (line: string) => void,
  prepare: () => Promise<void>,
): Promise<void> {
  const stack = own.Config.Labels[labelNames.stack] ?? "";
  await removeRestoreHelpers(docker, stack);
  await clearPrepared(docker, own);
  await withInterruption(async ({ signal }) => {
    const preparing = prepare();
    let ending: Promise<unknown> = Promise.resolve();
    signal.addEventListener("abort", () => {
      report("Interrupted. The counts stay as they are; what was prepared is removed …");
      const end = () => removeRestoreHelpers(docker, stack);
      ending = repeatDuring(preparing, end, 0, lookEveryMs).catch(() => undefined);
    });
    try {
      await preparing;
      signal.throwIfAborted();
    } catch (error) {
      await ending;
      await clearPrepared(docker, own);
      throw signal.aborted ? signal.reason : error;
    }
  });
}
