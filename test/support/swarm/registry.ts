import { execFile, spawn } from "node:child_process";
import { openSync } from "node:fs";
import { chmod, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { request } from "node:https";
import { join } from "node:path";
import { promisify } from "node:util";
import { createPair } from "../certificates.ts";
import { freePort } from "../free-port.ts";
import { until } from "../until.ts";
import { pidFile } from "./node.ts";

/** A real registry, by TLS, for one user. */
export interface Registry {
  /** Host and port. */
  readonly server: string;
  readonly username: string;
  readonly password: string;
}

const exec = promisify(execFile);
const username = "tally";
const password = "a-password-for-the-registry";
/** Of that password, as `htpasswd -B` makes it. */
const passwordHash = "$2y$05$abcdefghijklmnopqrstuuVEU56akTg7tjsdqrckPUwY96ZwDznUC";

/** Where engines look for the certificate of a registry. */
const trustedDirectory = "/etc/docker/certs.d";

/** Debian's, from its package, with its storage below the directory. */
export async function startRegistry(directory: string, address: string): Promise<Registry> {
  const server = `${address}:${await freePort()}`;
  const at = (name: string) => join(directory, name);
  await mkdir(directory, { recursive: true });
  // apt downloads as a user of its own.
  await chmod(directory, 0o777);
  await exec("apt-get", ["download", "docker-registry"], { cwd: directory });
  await exec("sh", ["-c", "dpkg-deb --extract docker-registry_*.deb program"], { cwd: directory });
  const pair = createPair({}, address);
  const config = {
    version: 0.1,
    storage: { filesystem: { rootdirectory: at("images") } },
    http: { addr: server, tls: { certificate: at("certificate.pem"), key: at("key.pem") } },
    auth: { htpasswd: { realm: "tally", path: at("users") } },
    log: { level: "warn" },
  };
  await Promise.all([
    writeFile(at("certificate.pem"), pair.certificate),
    writeFile(at("key.pem"), pair.key),
    writeFile(at("users"), `${username}:${passwordHash}\n`),
    // YAML is a superset of JSON.
    writeFile(at("config.yml"), JSON.stringify(config)),
    mkdir(join(trustedDirectory, server), { recursive: true }),
  ]);
  await writeFile(join(trustedDirectory, server, "ca.crt"), pair.certificate);
  const log = openSync(at("log"), "a");
  const process = spawn(at("program/usr/bin/docker-registry"), ["serve", at("config.yml")], {
    stdio: ["ignore", log, log],
  });
  if (process.pid !== undefined) await writeFile(at(pidFile), String(process.pid));
  await until(() => answers(server, pair.certificate), 60_000).catch(async (cause) => {
    throw new Error(`the registry does not answer:\n${await readFile(at("log"), "utf8")}`, { cause });
  });
  return { server, username, password };
}

/** From now on, no engine trusts a registry at this address. */
export async function removeTrust(address: string): Promise<void> {
  const trusted = await readdir(trustedDirectory).catch(() => []);
  for (const server of trusted.filter((name) => name.startsWith(`${address}:`))) {
    await rm(join(trustedDirectory, server), { recursive: true });
  }
}

/** Whether it asks who wants to know. */
async function answers(server: string, ca: string): Promise<boolean> {
  return await new Promise((resolve) => {
    request(`https://${server}/v2/`, { ca, agent: false }, ({ statusCode }) => resolve(statusCode === 401))
      .once("error", () => resolve(false))
      .end();
  });
}
