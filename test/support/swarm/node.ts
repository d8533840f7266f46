import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { openSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import Docker from "dockerode";
import { createPair } from "../certificates.ts";
import { until } from "../until.ts";
import { layCable, pullCable, removeCable } from "./cables.ts";
import type { BedNames, NodeNames } from "./names.ts";

/** A machine of a Swarm: a Docker engine in namespaces of its own, at the end of a cable. */
export interface SwarmNode {
  readonly name: string;
  readonly address: string;
  /** Where its engine listens for this machine, as DOCKER_HOST. */
  readonly host: string;
  /** Where it listens for others, by TLS. */
  readonly tlsHost: string;
  /** The folder with what a client needs for that: ca.pem, cert.pem and key.pem. */
  readonly certificates: string;
  readonly docker: Docker;
  /** Switches it on and waits until its engine answers. */
  start(): Promise<void>;
  /** Pulls its cable and its plug: all its processes end without a word. */
  kill(): Promise<void>;
}

/** Which process is the first of a node's, for whoever clears up after a killed test. */
export const pidFile = "pid";

/**
 * The first process of a PID namespace takes all others with it when it is killed.
 * An engine keeps to its own /run, or it would take the machine's networks for its own.
 */
const boot = 'hostname "$1" && shift && mount -t tmpfs tmpfs /run && exec "$@"';

export function createNode(bed: BedNames, names: NodeNames): SwarmNode {
  const { name, address, namespace, directory, cgroup } = names;
  const socketPath = join(directory, "docker.sock");
  const certificates = join(directory, "certificates");
  const pem = (part: string) => join(certificates, `${part}.pem`);
  const docker = new Docker({ socketPath });
  let process: ChildProcess | undefined;

  return {
    name,
    address,
    host: `unix://${socketPath}`,
    tlsHost: `tcp://${address}:2376`,
    certificates,
    docker,
    async start() {
      await mkdir(certificates, { recursive: true });
      const pair = createPair({}, address);
      for (const part of ["ca", "cert"]) await writeFile(pem(part), pair.certificate);
      await writeFile(pem("key"), pair.key);
      await layCable(bed, names);
      const log = openSync(join(directory, "dockerd.log"), "a");
      const daemon = [
        "dockerd",
        `--data-root=${join(directory, "data")}`,
        `--host=unix://${socketPath}`,
        "--host=tcp://0.0.0.0:2376",
        ...["--tlsverify", `--tlscacert=${pem("ca")}`, `--tlscert=${pem("cert")}`, `--tlskey=${pem("key")}`],
        `--cgroup-parent=/${cgroup}`,
      ];
      process = spawn(
        "nsenter",
        [
          `--net=/run/netns/${namespace}`,
          ...["unshare", "--mount", "--uts", "--pid", "--fork", "--mount-proc", "--kill-child"],
          ...["sh", "-c", boot, "sh", name, ...daemon],
        ],
        { stdio: ["ignore", log, log], detached: true },
      );
      await until(async () => {
        if (process?.exitCode !== null)
          throw new Error(await readFile(join(directory, "dockerd.log"), "utf8"));
        return await docker.ping().then(
          () => true,
          () => false,
        );
      }, 60_000);
      await writeFile(join(directory, pidFile), String(await firstInside(process)));
    },
    async kill() {
      if (process === undefined) return;
      await pullCable(names);
      const gone = once(process, "exit");
      globalThis.process.kill(await firstInside(process), "SIGKILL");
      await gone;
      await removeCable(names);
    },
  };
}

/** The process that `unshare` has started, which is the namespace's first. */
async function firstInside({ pid }: ChildProcess): Promise<number> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, "utf8");
  return Number(children.trim().split(" ")[0]);
}
