import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import type Docker from "dockerode";

export interface ExecResult {
  readonly exitCode: number;
  /** What the command wrote, both streams, without the last line break. */
  readonly output: string;
}

/** A running container, as far as a switch needs the proxy's. */
export interface RunningContainer {
  readonly name: string;
  /** Runs a shell script inside the container, in its own network. */
  run(script: string, ...args: string[]): Promise<ExecResult>;
}

/** Opens a container; its absence shows on the first `run`. */
export function openContainer(docker: Docker, name: string): RunningContainer {
  const container = docker.getContainer(name);
  return {
    name,
    async run(script, ...args) {
      const exec = await container.exec({
        Cmd: ["sh", "-c", script, "sh", ...args],
        AttachStdout: true,
        AttachStderr: true,
      });
      const stream = await exec.start({});
      const output = new PassThrough();
      docker.modem.demuxStream(stream, output, output);
      stream.once("end", () => output.end());
      const written = await text(output);
      const { ExitCode } = await exec.inspect();
      return { exitCode: ExitCode ?? 1, output: written.trimEnd() };
    },
  };
}
