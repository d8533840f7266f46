import { readFileSync } from "node:fs";

/** The shell scripts that run inside the proxy's container. */
export const gateScript = read("gate.sh");
export const reloadScript = read("reload.sh");
export const selfSignedScript = read("self-signed.sh");
/** On a Swarm, whose manager cannot reach into the containers of other nodes. */
export const serveRoutesScript = read("serve-routes.sh");
export const deliverRoutesScript = read("deliver-routes.sh");

function read(name: string): string {
  return readFileSync(new URL(name, import.meta.url), "utf8");
}
