import { freeze } from "../support/freeze.ts";
import { listContainerProcesses } from "../support/processes.ts";
import { redisOf } from "./containers.ts";
import type { Fault } from "./fault.ts";
import type { SmallVolume } from "./small-volume.ts";

/**
 * The machine of Redis goes out at one moment: gone is what its disk did not have
 * by then, and not only, as after a kill, what Redis had not written.
 */
export function losePower(volume: SmallVolume, lastsMs: number): Fault {
  return {
    name: "power loss of Redis's machine",
    lastsMs,
    async strike(platform) {
      const redis = platform.docker.getContainer(redisOf(platform));
      // Nobody starts it on the disk as it was.
      await redis.update({ RestartPolicy: { Name: "no" } });
      await freeze(redis);
      // Not before: a process of the health check may end at any moment.
      const processes = await listContainerProcesses(redis);
      await volume.copy();
      // What is killed while it stands still does nothing any more.
      for (const { pid } of processes) process.kill(pid, "SIGKILL");
      await redis.unpause();
      await redis.wait();
      await volume.goBack();
      return async () => {
        await redis.update({ RestartPolicy: { Name: "always" } });
        await redis.start();
      };
    },
  };
}
