import type Docker from "dockerode";
import { openContainer } from "../../nginx/container.ts";
import { routesDirectory } from "../../nginx/tls.ts";
import { labelNames } from "../../stack/containers/labels.ts";
import { inputsLabel } from "../../stack/engines/embedded/resource.ts";
import type { Platform } from "./platform.ts";

/** What an engine has made of a stack, by the names of its Docker objects. */
export type Deployment = Readonly<Record<string, unknown>>;

/** nginx's routes, and who may read which keys. */
const contents = `for file in /run/secrets/*; do
  [ -f "$file" ] && stat -c '%n %a %u:%g' "$file"; done; cat ${routesDirectory}/current.conf 2>/dev/null; true`;

/**
 * A stack's containers, networks and volumes: what is the same in two stacks that the same
 * program has made. Names, ids, addresses and times are not, nor in which of its two ways
 * an engine has asked Docker for a mount or a first network.
 */
export async function describeDeployment(platform: Platform): Promise<Deployment> {
  const { docker, stack, port } = platform;
  const { release } = JSON.parse((await platform.must("outputs")).stdout) as { release: string };
  const filters = { label: [`${labelNames.stack}=${stack}`] };
  const [networks, { Volumes: volumes }] = await Promise.all([
    docker.listNetworks({ filters }),
    docker.listVolumes({ filters }),
  ]);
  const described = {
    ...Object.fromEntries(await Promise.all((await platform.containers()).map(containerOf(docker)))),
    ...Object.fromEntries(
      networks.map(({ Name, Driver, Internal, Attachable, Options, Labels }) => [
        `network ${Name}`,
        { Driver, Internal, Attachable, Options, Labels: sharedLabels(Labels) },
      ]),
    ),
    ...Object.fromEntries(
      volumes.map(({ Name, Driver, Options, Labels }) => [
        `volume ${Name}`,
        { Driver, Options, Labels: sharedLabels(Labels) },
      ]),
    ),
  };
  const text = JSON.stringify(described)
    .replaceAll(stack, "STACK")
    .replaceAll(release, "RELEASE")
    .replaceAll(String(port), "PORT")
    .replaceAll(/server [\d.]+:/g, "server ADDRESS:");
  return JSON.parse(text, (_, value) => withoutNothing(value));
}

function containerOf(docker: Docker) {
  return async (name: string): Promise<[string, unknown]> => {
    const { Config, HostConfig, Mounts, NetworkSettings } = await docker.getContainer(name).inspect();
    const { Hostname: _hostname, Image: _image, Volumes: _volumes, ...config } = Config;
    const { Binds: _binds, Mounts: _mounts, NetworkMode: _network, ...host } = HostConfig;
    const { output } = await openContainer(docker, name).run(contents);
    return [
      `container ${name}`,
      {
        config: { ...config, Env: config.Env.toSorted(), Labels: sharedLabels(config.Labels) },
        host,
        mounts: Mounts.map(({ Mode: _, ...mount }) => mount).toSorted((a, b) =>
          a.Destination.localeCompare(b.Destination),
        ),
        networks: Object.keys(NetworkSettings.Networks).toSorted(),
        contents: output.split("\n"),
      },
    ];
  };
}

/** Without what tells the engines apart, and digests of what has the stack's name in it. */
function sharedLabels(labels: Readonly<Record<string, string>> = {}): Record<string, string> {
  const own: readonly string[] = [labelNames.engine, labelNames.fixed, inputsLabel];
  return Object.fromEntries(Object.entries(labels).filter(([name]) => !own.includes(name)));
}

/** Docker has several words for nothing. */
function withoutNothing(value: unknown): unknown {
  const isNothing = value === null || (typeof value === "object" && Object.keys(value).length === 0);
  return isNothing ? undefined : value;
}
