import { createInterface } from "node:readline";
import { PassThrough } from "node:stream";
import type Docker from "dockerode";
import type { CommandContext } from "./command.ts";
import { listStackContainers, type StackContainer } from "./stack-containers.ts";

/** How many lines of each container's past are shown. */
const tail = 50;

/** Prints the logs of every container of a stack, each line behind its container's name. */
export async function logs({ docker, options }: CommandContext): Promise<void> {
  const containers = await listStackContainers(docker, options.stack);
  if (containers.length === 0) throw new Error(`stack "${options.stack}" is not up`);
  await Promise.all(containers.map((container) => print(docker, container, options.follow)));
}

async function print(docker: Docker, { id, name }: StackContainer, follow: boolean): Promise<void> {
  const stream = await open(docker.getContainer(id), follow);
  const lines = new PassThrough();
  docker.modem.demuxStream(stream, lines, lines);
  stream.once("end", () => lines.end());
  for await (const line of createInterface({ input: lines })) console.log(`${name} | ${line}`);
}

async function open(container: Docker.Container, follow: boolean): Promise<NodeJS.ReadableStream> {
  const options = { stdout: true, stderr: true, tail };
  if (follow) return await container.logs({ ...options, follow: true });
  const stream = new PassThrough();
  stream.end(await container.logs({ ...options, follow: false }));
  return stream;
}
