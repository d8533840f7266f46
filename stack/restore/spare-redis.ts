import type Docker from "dockerode";
import { openContainer, type RunningContainer } from "../../nginx/container.ts";
import { ignoreGoing } from "../containers/docker.ts";
import { labelNames } from "../containers/labels.ts";
import { dataPath } from "../redis/places.ts";

/** How long Redis may take to load its data, in milliseconds. */
export const loadTimeoutMs = 300_000;

/** A Redis beside the stack's own: the same image and limits, but reachable by nobody. */
export interface SpareRedis {
  /** Runs redis-cli. @throws Error with what Redis answered when it is an error */
  command(...args: string[]): Promise<string>;
  /** Lets it write everything down and end. */
  shutDown(): Promise<void>;
  dispose(): Promise<void>;
}

/**
 * Starts one on a folder of the stack's data, and waits until it has loaded them.
 *
 * @param own the stack's own Redis
 * @throws Error with the end of its log when it cannot
 */
export async function startSpareRedis(
  docker: Docker,
  own: Docker.ContainerInspectInfo,
  folder: string,
  ...flags: string[]
): Promise<SpareRedis> {
  const command = ["redis-server", "/etc/tally/redis.conf", "--dir", `${dataPath}/${folder}`, ...flags];
  const container = await createSpare(docker, own, command);
  const inside = openContainer(docker, container.id);
  const dispose = () => container.remove({ force: true }).catch(ignoreGoing);
  try {
    await container.start();
    await untilLoaded(container, inside);
  } catch (error) {
    await dispose();
    throw error;
  }
  return {
    command: (...args) => runCli(inside, args),
    async shutDown() {
      // The connection ends without an answer.
      await inside.run(`${cli} SHUTDOWN`);
      const { StatusCode } = await container.wait();
      if (StatusCode !== 0) throw new Error(`a spare Redis ended with status ${StatusCode}`);
      await dispose();
    },
    dispose,
  };
}

/** The stack's own redis-cli gives a password, which a spare Redis has not. */
const cli = "/usr/local/lib/tally/redis-cli";

/** Makes a container for the data of the stack's Redis, with no network, that runs one command. */
export async function createSpare(
  docker: Docker,
  own: Docker.ContainerInspectInfo,
  Cmd: string[],
): Promise<Docker.Container> {
  const name = `${own.Name.slice(1)}-spare`;
  // One of a restore that was killed.
  await docker.getContainer(name).remove({ force: true }).catch(ignoreGoing);
  return await docker.createContainer({ name, ...spareOptions(own, Cmd) });
}

/** As confined as the stack's own, whatever that is confined by. */
function spareOptions(own: Docker.ContainerInspectInfo, Cmd: string[]): Docker.ContainerCreateOptions {
  const { Binds, Mounts, Links, PortBindings, ...confined } = own.HostConfig;
  const data = own.Mounts.find(({ Destination }) => Destination === dataPath)?.Name ?? "";
  return {
    Image: own.Image,
    User: own.Config.User,
    Cmd,
    Labels: { [labelNames.stack]: own.Config.Labels[labelNames.stack] ?? "" },
    Healthcheck: { Test: ["NONE"] },
    HostConfig: {
      ...confined,
      RestartPolicy: { Name: "no" },
      NetworkMode: "none",
      Mounts: [{ Type: "volume", Source: data, Target: dataPath }],
    },
  };
}

async function runCli(inside: RunningContainer, args: readonly string[]): Promise<string> {
  const { exitCode, output } = await inside.run(`${cli} -e "$@"`, ...args);
  if (exitCode !== 0) throw new Error(`Redis answered ${output || "nothing"}`);
  return output;
}

async function untilLoaded(container: Docker.Container, inside: RunningContainer): Promise<void> {
  const giveUpAt = performance.now() + loadTimeoutMs;
  for (;;) {
    const { State } = await container.inspect();
    if (!State.Running) throw new Error(`Redis cannot load the data: ${await readLog(container, 3)}`);
    const { output } = await inside.run(`${cli} PING`).catch(() => ({ output: "" }));
    if (output === "PONG") return;
    if (performance.now() > giveUpAt) throw new Error("Redis takes too long to load the data");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** The end of what a container has written, on one line. */
export async function readLog(container: Docker.Container, tail: number): Promise<string> {
  const log = await container.logs({ stdout: true, stderr: true, tail });
  // Each line follows eight bytes that say which stream it is of.
  return log
    .toString("utf8")
    .replace(/[^\x20-\x7e\n]/g, "")
    .trim()
    .replaceAll("\n", "; ");
}
