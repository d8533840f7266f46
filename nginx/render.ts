import { renderClients } from "./clients.ts";
import { renderHeaders } from "./headers.ts";
import { renderLimits, renderPatience } from "./limits.ts";
import { renderLog } from "./log.ts";
import { renderProblems } from "./problems.ts";
import type { RoutesSettings } from "./settings.ts";
import { renderSite } from "./site.ts";
import { renderStandIns, standIns } from "./stand-ins.ts";
import { renderRedirect } from "./tls.ts";
import { destinations, renderTurns } from "./turns.ts";
import { renderUpstreams, type UpstreamServer } from "./upstream.ts";

/** Everything that the proxy routes: the file that a switch tests and loads. */
export function renderRoutes(servers: readonly UpstreamServer[], settings: RoutesSettings): string {
  if (servers.length === 0) throw new RangeError("the proxy needs at least one replica to route to");
  const { clients = {} } = settings;
  const parts = [
    renderUpstreams(servers, settings),
    renderTurns(servers, settings),
    renderStandIns(servers, settings),
    renderClients(clients),
    renderLog(settings),
    renderLimits(clients),
    renderPatience(clients),
    renderHeaders(),
    renderProblems(),
    renderRedirect(settings),
    renderSite(settings, { ...destinations(servers, settings), standIns: standIns(servers) }),
  ];
  return parts.filter(Boolean).join("\n");
}
