import { connectDocker } from "../../stack/containers/docker.ts";
import { prepareMachine } from "../../stack/machine/machine.ts";
import { removeAbandoned } from "./abandoned.ts";
import { installChromium } from "./chromium.ts";

/** Before the first test: an engine, the base images, a browser, and nothing left of a run that was killed. */
export async function mochaGlobalSetup(): Promise<void> {
  const docker = connectDocker();
  const report = (line: string) => console.log(line);
  await prepareMachine({
    docker,
    report,
    baseImages: { node: undefined, nginx: undefined, redis: undefined, prometheus: undefined },
  });
  await installChromium(report);
  await removeAbandoned(docker);
}
