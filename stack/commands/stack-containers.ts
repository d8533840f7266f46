import type Docker from "dockerode";
import { labelNames, type Role } from "../containers/labels.ts";

/** One container of a stack, as the engine reports it. */
export interface StackContainer {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly release: string | undefined;
  /** `running`, `exited`, … */
  readonly state: string;
  /** `Up 3 minutes (healthy)`, as `docker ps` says. */
  readonly status: string;
}

/** Every container of a stack: the proxy, the replicas by number, Redis, the backups, what watches them. */
export async function listStackContainers(docker: Docker, stack: string): Promise<StackContainer[]> {
  const found = await docker.listContainers({
    all: true,
    filters: { label: [`${labelNames.stack}=${stack}`, labelNames.role] },
  });
  const containers = found.map(
    ({ Id, Names, Labels, State, Status }): StackContainer => ({
      id: Id,
      name: Names[0]?.slice(1) ?? Id,
      role: Labels[labelNames.role] as Role,
      release: Labels[labelNames.release],
      state: State,
      status: Status,
    }),
  );
  const order: Role[] = ["proxy", "service", "redis", "backup", "prometheus", "grafana"];
  return containers.sort(
    (a, b) =>
      order.indexOf(a.role) - order.indexOf(b.role) || a.name.localeCompare(b.name, "en", { numeric: true }),
  );
}
