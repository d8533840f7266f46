import { createInterface } from "node:readline";
import type Docker from "dockerode";
import { labelNames } from "../containers/labels.ts";
import { readOn } from "./container-logs.ts";
import type { LogLine } from "./log-line.ts";

/** The starts of a stack's containers from the call on; they wait until somebody reads them. */
export async function subscribeToStarts(docker: Docker, stack: string): Promise<NodeJS.ReadableStream> {
  return await docker.getEvents({
    filters: {
      type: ["container"],
      event: ["start"],
      label: [`${labelNames.stack}=${stack}`, labelNames.role],
    },
  });
}

/**
 * Shows what the containers of a stack log from now on, those too that start meanwhile:
 * a deployment brings new ones. Goes on for as long as the engine does.
 *
 * @param starts subscribed to before it was asked which containers run
 * @param known the last line that was shown of each container that runs
 */
export async function followStack(
  docker: Docker,
  starts: NodeJS.ReadableStream,
  known: ReadonlyMap<string, string>,
  show: (line: LogLine) => void,
): Promise<void> {
  const shown = new Map(known);
  const followed = new Set<string>();
  const startedAgain = new Set<string>();

  async function follow(name: string): Promise<void> {
    // The engine may tell of a start before the stream of the run before has come to its end.
    if (followed.has(name)) return void startedAgain.add(name);
    followed.add(name);
    do {
      startedAgain.delete(name);
      await showOn(name);
    } while (startedAgain.has(name));
    followed.delete(name);
  }

  async function showOn(name: string): Promise<void> {
    try {
      for await (const line of readOn(docker, name, shown.get(name) ?? "")) {
        shown.set(name, line.at);
        show(line);
      }
    } catch {
      // It was removed meanwhile.
    }
  }

  for (const name of known.keys()) void follow(name);
  for await (const text of createInterface({ input: starts })) {
    const name = JSON.parse(text).Actor?.Attributes?.name;
    if (typeof name === "string") void follow(name);
  }
}
