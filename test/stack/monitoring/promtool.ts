import { readFile } from "node:fs/promises";
import { PassThrough } from "node:stream";
import { buffer, text } from "node:stream/consumers";
import type Docker from "dockerode";
import { pack } from "tar-stream";
import { findBaseImage } from "../../../stack/base-images.ts";
import { projectPath } from "../../../stack/release/build-context.ts";
import { testLabels } from "../../support/abandoned-objects.ts";

export interface Verdict {
  readonly exitCode: number;
  readonly output: string;
}

/** Runs the real promtool on these files, by name; the one called `stdin` is its standard input. */
export async function promtool(
  docker: Docker,
  files: Readonly<Record<string, string>>,
  ...args: string[]
): Promise<Verdict> {
  const container = await docker.createContainer({
    Image: await findBaseImage(docker, "prometheus"),
    Entrypoint: ["sh", "-c", 'touch stdin; exec promtool "$@" < stdin', "sh"],
    Cmd: args,
    WorkingDir: "/tmp",
    Tty: false,
    Labels: testLabels("promtool"),
  });
  try {
    const archive = pack();
    for (const [name, content] of Object.entries(files)) archive.entry({ name }, content);
    archive.finalize();
    await container.putArchive(await buffer(archive), { path: "/tmp" });
    await container.start();
    const { StatusCode } = await container.wait();
    const output = new PassThrough();
    const input = new PassThrough();
    docker.modem.demuxStream(input, output, output);
    input.once("end", () => output.end());
    input.end(await container.logs({ stdout: true, stderr: true }));
    return { exitCode: StatusCode, output: await text(output) };
  } finally {
    await container.remove({ force: true, v: true });
  }
}

export function readAlerts(): Promise<string> {
  return readFile(projectPath("stack/monitoring/prometheus/alerts.yml"), "utf8");
}

export function readAlertTests(): Promise<string> {
  return readFile(projectPath("test/stack/monitoring/alerts.test.yml"), "utf8");
}
