import type { EngineName } from "../../../stack/containers/labels.ts";
import { missingPrograms } from "../host-programs.ts";

/** Why there can be no Swarm for tests here; undefined where there can. */
export async function missingForSwarm(engines: readonly EngineName[]): Promise<string | undefined> {
  if (!engines.includes("pulumi"))
    return "a Swarm needs the Pulumi CLI, which is neither installed nor downloaded";
  if (process.getuid?.() !== 0) return "engines in network namespaces of their own need root";
  const programs = [
    "dockerd",
    "docker",
    "ip",
    "iptables",
    "nsenter",
    "unshare",
    "apt-get",
    "dpkg-deb",
    "ssh",
    "ssh-keygen",
  ];
  const missing = await missingPrograms(...programs);
  return missing.length > 0 ? `engines of a Swarm need ${missing.join(", ")}` : undefined;
}
