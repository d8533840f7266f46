import type { Host } from "../host.ts";

export interface EngineSituation {
  /** Whether the engine answers; "forbidden" where it may not be asked. */
  readonly answer: "yes" | "no" | "forbidden";
  /** Why it does not answer, undefined where it does. */
  readonly reason: string | undefined;
  /** Where it is asked, as DOCKER_HOST would say it. */
  readonly address: string;
  /** Whether the address is where an engine of this machine listens. */
  readonly local: boolean;
  readonly dockerd: boolean;
  readonly iptables: boolean;
  readonly host: Host;
}

export type EngineStep =
  | {
      readonly kind: "install";
      readonly packages: readonly string[];
      /** What only some releases have as a package of its own. */
      readonly whereKnown: readonly string[];
    }
  | { readonly kind: "start"; readonly through: "systemd" | "dockerd" };

/**
 * What makes the engine answer, nothing where it does.
 *
 * @throws Error that says what to do where this program cannot do it
 */
export function planEngine(situation: EngineSituation): EngineStep[] {
  const { answer, host } = situation;
  if (answer === "yes") return [];
  const problem = engineProblem(situation);
  if (problem !== undefined) throw new Error(problem);
  const packages = missingPackages(situation);
  return [
    ...(packages.length > 0
      ? [{ kind: "install", packages, whereKnown: situation.dockerd ? [] : ["docker-cli"] } as const]
      : []),
    { kind: "start", through: host.systemd ? "systemd" : "dockerd" },
  ];
}

function engineProblem(situation: EngineSituation): string | undefined {
  const { answer, reason, address, local, host } = situation;
  if (answer === "forbidden") {
    return `This user may not use the Docker engine at ${address}: join its group with "sudo usermod -aG docker $USER" and log in again, or run this as root.`;
  }
  if (!local) {
    return `No Docker engine answers at ${address} (${reason}): start it there, or unset docker:host and DOCKER_HOST to use the one of this machine.`;
  }
  if (host.platform !== "linux") {
    return "No Docker engine answers: install and start Docker Desktop, then run this again.";
  }
  const packages = missingPackages(situation);
  if (packages.length > 0 && !host.debian) {
    return `No Docker engine answers: install ${list.format(packages.map(program))}, start the engine and run this again.`;
  }
  if (!host.root) {
    return `No Docker engine answers, and only root can start one: run "${commandForRoot(situation)}", then this again.`;
  }
  return undefined;
}

const list = new Intl.ListFormat("en-GB");

/**
 * The engine cannot make a bridge network without iptables, nor trust a registry without
 * certificates, and its package only recommends them in places.
 */
function missingPackages({ dockerd, iptables }: EngineSituation): string[] {
  if (!dockerd) return ["docker.io", "iptables", "ca-certificates"];
  return iptables ? [] : ["iptables"];
}

function program(name: string): string {
  return name === "docker.io" ? "Docker Engine (https://docs.docker.com/engine/install/)" : name;
}

function commandForRoot(situation: EngineSituation): string {
  const packages = missingPackages(situation);
  const start = situation.host.systemd ? "sudo systemctl start docker" : "sudo dockerd";
  return packages.length > 0 ? `sudo apt-get install ${packages.join(" ")} && ${start}` : start;
}
