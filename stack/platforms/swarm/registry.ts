import type { types } from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { StackConfig } from "../../config/config.ts";
import type { Registry } from "../../release/image.ts";

type RegistrySettings = Pick<StackConfig, "registry" | "registryUsername" | "registryPassword">;

/** Docker's own registry, which images are at whose names begin with no host. */
const dockerHub = "https://index.docker.io/v1/";

/** @throws Error when there is none, which the check of the configuration rules out */
export function parseRegistry({ registry, registryUsername, registryPassword }: RegistrySettings): Registry {
  if (registry === undefined) throw new Error("tally:platform swarm needs tally:registry");
  const [host = ""] = registry.split("/");
  const server = /[.:]|^localhost$/.test(host) ? host : dockerHub;
  return { prefix: registry, server, username: registryUsername, password: registryPassword };
}

/** How the nodes of a Swarm log in to pull. */
export function loginArgs({ server, username, password }: Registry): types.input.ServiceAuth | undefined {
  if (username === undefined || password === undefined) return undefined;
  return { serverAddress: server, username, password: pulumi.secret(password) };
}
