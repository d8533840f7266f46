import type Docker from "dockerode";
import { labelNames } from "../../containers/labels.ts";

interface ServiceInfo {
  readonly Version: { readonly Index: number };
  readonly Spec: { readonly Name: string; readonly TaskTemplate: { readonly ForceUpdate?: number } };
  readonly UpdateStatus?: { readonly State?: string };
}

/**
 * What `forceUpdate` of each service must be. After Swarm has gone back to the
 * version before, Pulumi's state holds the refused one, and an identical update
 * would find nothing to do and succeed: another number makes it try again.
 */
export async function planForcedUpdates(docker: Docker, stack: string): Promise<Map<string, number>> {
  const filters = { label: [`${labelNames.stack}=${stack}`] };
  const services = (await docker.listServices({ filters })) as ServiceInfo[];
  return new Map(services.map((service) => [service.Spec.Name, forcedUpdate(service)]));
}

function forcedUpdate({ Version, Spec, UpdateStatus }: ServiceInfo): number {
  if (UpdateStatus?.State?.startsWith("rollback") || UpdateStatus?.State === "paused") return Version.Index;
  return Spec.TaskTemplate.ForceUpdate ?? 0;
}
