import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import type Docker from "dockerode";

export interface ExecResult {
  readonly exitCode: number;
  /** What the command wrote, both streams, without the last line break. */
  readonly output: string;
}

/** The running proxy, as far as a switch needs it. */
export interface ProxyContainer {
  readonly name: string;
  /** Runs a shell script inside the proxy's container, in its own network. */
  run(script: string, ...args: string[]): Promise<ExecResult>;
}

/** Opens the proxy's container; its absence shows on the first `run`. */
export function openProxy(docker: Docker, name: string): ProxyContainer {
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
