import type Docker from "dockerode";
import { checkOpened } from "../../config/opened-settings.ts";
import { loadStackValues, storeSettings } from "../../config/stack-file.ts";
import { removeHelpers } from "../../containers/helpers.ts";
import { refuseForeignStack } from "../../survey/survey.ts";
import { withLock } from "../../updates/lock.ts";
import { setCurrentEngine } from "../current.ts";
import type { Engine, Target } from "../engine.ts";
import { readDeployed } from "./deployed.ts";
import { Deployment } from "./deployment.ts";
import { findUndescribed, nothingDescribed, removeUndescribed } from "./removal.ts";

/**
 * Runs the program without the Pulumi CLI and makes what it describes on the
 * Docker engine. It keeps no state of its own: labels on the Docker objects say
 * what is there. It creates first and deletes last, and nothing after a failure.
 */
export function createEmbeddedEngine(docker: Docker, reason: string, report: (line: string) => void): Engine {
  async function run(target: Target, dryRun: boolean) {
    const { stack } = target;
    setCurrentEngine("embedded");
    const context = { docker, stack, report };
    const deployment = new Deployment(context, { dryRun });
    const values = await loadStackValues(stack, target);
    // Not before, since the SDK takes a while to load and not every command runs the program.
    const { runProgram } = await import("./program.ts");
    const outputs = await runProgram(stack, values, deployment, dryRun);
    const undescribed = await findUndescribed(docker, stack, deployment.described());
    return { context, deployment, outputs, undescribed };
  }

  return {
    name: "embedded",
    reason,
    async up(target) {
      return await withLock(target.stack, async () => {
        await checkOpened(target.stack, target);
        await storeSettings(target.stack, target);
        const before = await findUndescribed(docker, target.stack, nothingDescribed);
        const { context, deployment, outputs, undescribed } = await run(target, false);
        // The routes themselves have removed the replicas that they no longer lead to.
        const { containers } = deployment.described();
        const kept = new Set([...containers, ...undescribed.containers]);
        const gone = before.containers.filter((name) => !kept.has(name));
        for (const name of gone) report(`  - ${name}`);
        await removeUndescribed(context, undescribed);
        const removed = gone.length + Object.values(undescribed).flat().length;
        const nothing = deployment.changes + removed === 0;
        report(nothing ? "No changes." : `${deployment.changes} made, ${removed} removed.`);
        return outputs;
      });
    },
    async preview(target) {
      const { deployment, undescribed } = await run(target, true);
      const removed = Object.values(undescribed).flat();
      for (const name of removed) report(`  - ${name}  (delete)`);
      const changes = deployment.changes + removed.length;
      report(changes === 0 ? "No changes." : `${deployment.changes} to make, ${removed.length} to remove.`);
    },
    async down({ stack }) {
      await refuseForeignStack(docker, stack, "embedded");
      await withLock(stack, async () => {
        const undescribed = await findUndescribed(docker, stack, nothingDescribed);
        if (Object.values(undescribed).flat().length === 0) throw new Error(`stack "${stack}" is not up`);
        await removeHelpers(docker, stack);
        await removeUndescribed({ docker, stack, report }, undescribed);
      });
    },
    outputs: ({ stack }) => readDeployed(docker, stack),
  };
}
