import { readFileSync } from "node:fs";

/** The shell scripts that run inside the proxy's container. */
export const gateScript = read("gate.sh");
export const reloadScript = read("reload.sh");

function read(name: string): string {
  return readFileSync(new URL(name, import.meta.url), "utf8");
}
