import type Docker from "dockerode";
import { openContainer } from "../../nginx/container.ts";
import { isNotFound } from "../containers/docker.ts";
import { readLogTail } from "../containers/log-tail.ts";

/** How long Redis may take to load its data, and how often it is asked, in milliseconds. */
const [patienceMs, everyMs] = [60_000, 250];

/**
 * Waits until the Redis in a container answers. The engine's own health check asks for
 * the first time only when its interval is over.
 *
 * @throws Error with the end of its log when it does not within a minute
 */
export async function untilReady(docker: Docker, name: string, limitMs = patienceMs): Promise<void> {
  const container = docker.getContainer(name);
  const redis = openContainer(docker, name);
  const endMs = performance.now() + limitMs;
  let said = "";
  while (!(await isHealthy(container))) {
    said = await redis.run("timeout 5 redis-cli ping").then(({ output }) => output, String);
    if (said === "PONG") return;
    if (performance.now() > endMs) {
      const seconds = Math.round(limitMs / 1000);
      const log = await readLogTail(container);
      throw new Error(`${name} does not answer within ${seconds} s (${said}); its log ends with:\n${log}`);
    }
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}

/** Whether it has been found healthy; one that is gone is for nobody to wait for. */
async function isHealthy(container: Docker.Container): Promise<boolean> {
  try {
    return (await container.inspect()).State.Health?.Status === "healthy";
  } catch (error) {
    if (isNotFound(error)) return true;
    throw error;
  }
}
