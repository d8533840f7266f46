import { readFileSync } from "node:fs";
import { join } from "node:path";
import Docker from "dockerode";
import { connectDocker } from "../../containers/docker.ts";

/** Where a Swarm's manager is, as Docker's provider is told. */
export interface ManagerSettings {
  /** `docker:host`; without it, the engine that DOCKER_HOST names, or the local one. */
  readonly host?: string | undefined;
  /** `docker:certPath`: the folder with ca.pem, cert.pem and key.pem. */
  readonly certPath?: string | undefined;
}

/** Connects to the manager. Nothing is sent yet. */
export function connectManager({ host, certPath }: ManagerSettings): Docker {
  if (host === undefined || certPath === undefined || host.startsWith("ssh:")) return connectDocker(host);
  const { hostname, port } = new URL(host);
  const [ca, cert, key] = ["ca", "cert", "key"].map((name) => readFileSync(join(certPath, `${name}.pem`)));
  return new Docker({
    protocol: "https",
    host: hostname,
    port: port || 2376,
    ...(ca && { ca }),
    ...(cert && { cert }),
    ...(key && { key }),
  });
}
