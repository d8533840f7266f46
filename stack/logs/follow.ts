import { createInterface } from "node:readline";
import type Docker from "dockerode";
import { labelNames } from "../containers/labels.ts";
import { readOn } from "./container-logs.ts";
import type { LogLine } from "./log-line.ts";

/**
 * Shows what the containers of a stack log from now on, those too that start meanwhile:
 * a deployment brings new ones. Goes on for as long as the engine does.
 *
 * @param known the last line that was shown of each container that runs
 */
export async function followStack(
  docker: Docker,
  stack: string,
  known: ReadonlyMap<string, string>,
  show: (line: LogLine) => void,
): Promise<void> {
  const shown = new Map(known);
  const followed = new Set<string>();

  async function follow(name: string): Promise<void> {
    if (followed.has(name)) return;
    followed.add(name);
    try {
      for await (const line of readOn(docker, name, shown.get(name) ?? "")) {
        shown.set(name, line.at);
        show(line);
      }
    } catch {
      // It was removed meanwhile.
    } finally {
      followed.delete(name);
    }
  }

  // Before the first is followed, so that none is missed between.
  const starts = await docker.getEvents({
    filters: {
      type: ["container"],
      event: ["start"],
      label: [`${labelNames.stack}=${stack}`, labelNames.role],
    },
  });
  for (const name of known.keys()) void follow(name);
  for await (const text of createInterface({ input: starts })) {
    const name = JSON.parse(text).Actor?.Attributes?.name;
    if (typeof name === "string") void follow(name);
  }
}
