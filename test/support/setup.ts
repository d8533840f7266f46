import { connectDocker } from "../../stack/containers/docker.ts";
import { prepareMachine } from "../../stack/machine/machine.ts";
import { removeAbandonedStacks } from "./abandoned-stacks.ts";

/** Before the first test: an engine, the base images, and nothing left of a run that was killed. */
export async function mochaGlobalSetup(): Promise<void> {
  const docker = connectDocker();
  await prepareMachine({
    docker,
    report: (line) => console.log(line),
    baseImages: { node: undefined, nginx: undefined, redis: undefined, prometheus: undefined },
  });
  await removeAbandonedStacks(docker);
}
