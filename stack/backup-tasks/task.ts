import { createInterface } from "node:readline";
import { PassThrough } from "node:stream";
import type Docker from "dockerode";
import { type BackupTask, taskOptions } from "./task-options.ts";

/** A line that a task says, as stack/backup/say.ts writes it. */
export type TaskEvent = Readonly<Record<string, unknown>> & { readonly event: string };

/**
 * Runs a task in a container of its own, to its end.
 *
 * @param onProgress is told how many bytes of data have passed
 * @returns the last thing it said
 * @throws Error with the task's own words when it failed
 */
export async function runBackupTask(
  docker: Docker,
  task: BackupTask,
  onProgress: (bytes: number) => void = () => undefined,
): Promise<TaskEvent> {
  const container = await docker.createContainer(await taskOptions(docker, task));
  const stream = await container.attach({ stream: true, stdout: true, stderr: true });
  const [output, complaints] = [new PassThrough(), new PassThrough().resume()];
  docker.modem.demuxStream(stream, output, complaints);
  stream.once("end", () => output.end());
  await container.start();
  let last: TaskEvent | undefined;
  for await (const line of createInterface({ input: output })) {
    last = JSON.parse(line) as TaskEvent;
    if (last.event === "progress") onProgress(Number(last.bytes));
  }
  if (last === undefined || last.event === "progress") {
    throw new Error("the container of the backups broke off");
  }
  if (last.event === "failed") throw new Error(String(last.message));
  return last;
}
