import { randomUUID } from "node:crypto";
import type Docker from "dockerode";
import { openContainer, type RunningContainer } from "../../nginx/container.ts";
import { proxyPort } from "../../nginx/ports.ts";
import { findBaseImage } from "../../stack/base-images.ts";
import { connectDocker, isNotFound } from "../../stack/containers/docker.ts";
import { createOptions } from "../../stack/engines/embedded/container-options.ts";
import { proxyContainerArgs } from "../../stack/proxy.ts";
import { testLabels } from "../support/abandoned-objects.ts";
import { freePort } from "../support/free-port.ts";
import { until } from "../support/until.ts";
import { buildProxyImage } from "./proxy-image.ts";
import { type Behaviour, type Seen, serveUpstream } from "./upstream.ts";

export interface Upstream {
  /** Its name and its address on the network. */
  readonly name: string;
  readonly address: string;
  /** Where the proxy finds it. */
  readonly url: string;
  behave(behaviour: Behaviour): Promise<void>;
  seen(): Promise<Seen[]>;
  /** Makes it end its streams, by the signal that replicas know. */
  endStreams(): Promise<void>;
  /** Ends its process without a word. */
  crash(): Promise<void>;
  /** Ends it so that nothing is left to refuse what is sent to its address. */
  vanish(): Promise<void>;
}

/** A real proxy, as the program makes it, and upstreams on a network of their own. */
export interface TestNetwork {
  readonly proxy: RunningContainer;
  /** Where the host reaches the proxy, and where by TLS, once its routes have that. */
  readonly url: string;
  readonly httpsPort: number;
  /** Asks through the proxy, on a connection that no worker has to keep afterwards. */
  ask(path?: string, headers?: Readonly<Record<string, string>>, method?: string): Promise<Response>;
  /** The processes that serve at the moment. */
  workers(): Promise<string[]>;
  startUpstream(release: string): Promise<Upstream>;
  /** Runs code in a container of its own, which knows the proxy's address as `proxy`. */
  startClient(code: string): Promise<Docker.Container>;
  dispose(): Promise<void>;
}

const docker = connectDocker();
const upstreamPort = 8000;

export async function createTestNetwork(): Promise<TestNetwork> {
  const name = `tally-test-nginx-${randomUUID().slice(0, 8)}`;
  const cleanUps: (() => Promise<unknown>)[] = [];
  const dispose = async () => {
    const failures: unknown[] = [];
    for (const cleanUp of cleanUps.splice(0).reverse())
      await cleanUp().catch((error) => failures.push(error));
    if (failures.length > 0) throw new AggregateError(failures, String(failures[0]));
  };

  async function start(options: Docker.ContainerCreateOptions): Promise<Docker.Container> {
    const container = await docker.createContainer({
      ...options,
      Labels: testLabels("nginx"),
      HostConfig: { ...options.HostConfig, NetworkMode: name, RestartPolicy: { Name: "no" } },
    });
    cleanUps.push(() => container.remove({ force: true, v: true }).catch(ignoreMissing));
    await container.start();
    return container;
  }

  async function startClient(code: string): Promise<Docker.Container> {
    return await start({
      Image: await findBaseImage(docker, "node"),
      Cmd: ["node", "-e", `const proxy = "http://${name}:${proxyPort}"; ${code}`],
      // What it needs more would be missing to whom it disturbs.
      HostConfig: { Init: true, NanoCpus: 300_000_000 },
    });
  }

  async function startUpstream(release: string): Promise<Upstream> {
    const [port, upstream] = [await freePort(), `${name}-${randomUUID().slice(0, 8)}`];
    const code = `(${serveUpstream})(require("node:http").createServer, ${upstreamPort}, ${JSON.stringify({ release })})`;
    const container = await start({
      name: upstream,
      Image: await findBaseImage(docker, "node"),
      Cmd: ["node", "-e", code],
      ExposedPorts: { [`${upstreamPort}/tcp`]: {} },
      HostConfig: {
        Init: true,
        PortBindings: { [`${upstreamPort}/tcp`]: [{ HostIp: "127.0.0.1", HostPort: String(port) }] },
      },
    });
    const { NetworkSettings } = await container.inspect();
    const control = (path: string, init?: RequestInit) =>
      fetch(`http://127.0.0.1:${port}/control/${path}`, init);
    const seen = async () => (await (await control("seen")).json()) as Seen[];
    await until(() => seen().catch(() => undefined));
    return {
      name: upstream,
      address: NetworkSettings.Networks[name]?.IPAddress ?? "",
      url: `http://${upstream}:${upstreamPort}`,
      behave: async (behaviour) => {
        await control("behave", { method: "POST", body: JSON.stringify(behaviour) });
      },
      seen,
      endStreams: () => docker.getContainer(upstream).kill({ signal: "SIGUSR2" }),
      crash: async () => {
        await control("crash").catch(() => undefined);
      },
      vanish: () => docker.getContainer(upstream).kill(),
    };
  }

  try {
    const image = await buildProxyImage(docker);
    cleanUps.push(() => image.dispose());
    const network = await docker.createNetwork({ Name: name, Labels: testLabels("nginx") });
    cleanUps.push(() => network.remove());
    await docker.createVolume({ Name: name, Labels: testLabels("nginx") });
    cleanUps.push(() => docker.getVolume(name).remove());
    const [port, httpsPort] = [await freePort(), await freePort()];
    const args = {
      stack: "none",
      labels: {},
      baseImage: "",
      listenAddress: "127.0.0.1",
      port,
      httpsPort,
      cpus: 1,
      networks: [name],
    };
    await start({ ...createOptions(proxyContainerArgs(args, image.id, name)), name });
    const url = `http://127.0.0.1:${port}`;
    const ask: TestNetwork["ask"] = (path = "/", headers = {}, method = "GET") =>
      fetch(`${url}${path}`, { method, headers: { ...headers, Connection: "close" } });
    await until(() => ask().catch(() => undefined));
    const proxy = openContainer(docker, name);
    const workers = () => listWorkers(proxy);
    return { proxy, url, httpsPort, ask, workers, startUpstream, startClient, dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

function ignoreMissing(error: unknown): void {
  if (!isNotFound(error)) throw error;
}

async function listWorkers(proxy: RunningContainer): Promise<string[]> {
  const script = "grep -l '^nginx: worker' /proc/[0-9]*/cmdline 2>/dev/null; true";
  return (await proxy.run(script)).output.split("\n").filter(Boolean);
}
