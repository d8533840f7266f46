import type Docker from "dockerode";
import { pack } from "tar-stream";
import { findBaseImage } from "../../../stack/base-images.ts";
import { labelNames } from "../../../stack/containers/labels.ts";
import { objectName } from "../../../stack/containers/names.ts";
import { removeStacks, testStackName } from "../../support/abandoned-stacks.ts";
import { buildBenchImage } from "./images.ts";
import type { Peer } from "./peers.ts";
import type { Part, System } from "./system.ts";

const port = 8080;
const mebibyte = 1024 * 1024;

/** As much as Tally's containers may have; peers of their own have all of the machine. */
const limits = {
  replica: { NanoCpus: 1e9, Memory: 256 * mebibyte, MemorySwap: 256 * mebibyte, Init: true },
  proxy: { NanoCpus: 2e9, Memory: 256 * mebibyte, MemorySwap: 256 * mebibyte, Init: true },
};

/** Starts a peer's containers; all carry the label of a stack, by which an abandoned run is cleaned up. */
export async function startPeer(docker: Docker, peer: Peer): Promise<System> {
  const stack = testStackName();
  const network = objectName(stack, "peer");
  const labels = { [labelNames.stack]: stack };
  const redisName = objectName(stack, "peer", "redis");
  const replicas = Array.from({ length: peer.replicas }, (_, n) => objectName(stack, "peer", n + 1));
  const parts: Part[] = [];

  interface Start {
    readonly name: string;
    readonly image: string;
    readonly role: Part["role"];
    readonly command?: readonly string[] | undefined;
    readonly file?: { readonly path: string; readonly content: string };
  }

  async function start({ name, image, role, command, file }: Start): Promise<void> {
    const own = peer.behindTallysProxy && (role === "replica" || role === "proxy") ? limits[role] : {};
    const container = await docker.createContainer({
      name,
      Image: image,
      Labels: labels,
      ...(command && { Cmd: [...command] }),
      Env: [`REDIS_HOST=${redisName}`],
      HostConfig: {
        ...own,
        NetworkMode: network,
        LogConfig: { Type: "json-file", Config: { "max-size": "10m" } },
      },
    });
    if (file) {
      const archive = pack();
      archive.entry({ name: file.path, mode: 0o644 }, file.content);
      archive.finalize();
      await container.putArchive(archive as unknown as NodeJS.ReadableStream, { path: "/" });
    }
    await container.start();
    parts.push({ id: container.id, role });
  }

  try {
    await docker.createNetwork({ Name: network, Labels: labels });
    if (peer.redis) {
      const command = ["redis-server", "--protected-mode", "no"];
      await start({ name: redisName, image: await findBaseImage(docker, "redis"), role: "redis", command });
    }
    const image = peer.image && (await buildBenchImage(docker, peer.image));
    for (const name of replicas) {
      if (image) await start({ name, image, role: "replica", command: peer.command });
    }
    const proxy = objectName(stack, "peer", "proxy");
    const file = {
      path: peer.behindTallysProxy ? "etc/nginx/routes/current.conf" : "etc/nginx/nginx.conf",
      content: peer.nginx(replicas),
    };
    const proxyImage = await (peer.behindTallysProxy
      ? buildBenchImage(docker, "proxy")
      : findBaseImage(docker, "nginx"));
    const workers = peer.behindTallysProxy ? " worker_processes 2;" : "";
    const command = ["nginx", "-g", `daemon off;${workers}`];
    await start({ name: proxy, image: proxyImage, role: "proxy", command, file });
    return {
      proxy,
      origin: `http://127.0.0.1:${port}`,
      parts,
      counted: async () => Number.NaN,
      dispose: () => removeStacks(docker, (name) => name === stack),
    };
  } catch (error) {
    await removeStacks(docker, (name) => name === stack);
    throw error;
  }
}
