import type Docker from "dockerode";
import { labelNames } from "../containers/labels.ts";

/** What the health check of the backups last said: how old the newest one is, and what went wrong. */
export async function readLastBackup(docker: Docker, stack: string): Promise<string | undefined> {
  const label = [`${labelNames.stack}=${stack}`, `${labelNames.role}=backup`];
  const [found] = await docker.listContainers({ filters: { label } });
  if (found === undefined) return undefined;
  const { State } = await docker.getContainer(found.Id).inspect();
  const said = State.Health?.Log.at(-1)?.Output.trim();
  return said || "not known yet";
}
