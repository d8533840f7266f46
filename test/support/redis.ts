import { randomUUID } from "node:crypto";
import { Redis, type RedisOptions } from "ioredis";
import { findBaseImage } from "../../stack/base-images.ts";
import { connectDocker } from "../../stack/containers/docker.ts";
import { testLabels } from "./abandoned-objects.ts";
import { freePort } from "./free-port.ts";
import { freeze } from "./freeze.ts";

const containerPort = "6379/tcp";
const command = ["redis-server", "--bind", "0.0.0.0", "--protected-mode", "no", "--save", ""];
const docker = connectDocker();

type ClientOptions = Omit<RedisOptions, "replyMapping">;

/** A real Redis server in a container and a network of its own, reachable at 127.0.0.1. */
export interface RedisServer {
  readonly port: number;
  /** A client that waits for the server where it is away; disposing of the server closes it. */
  client(options?: ClientOptions): Redis;
  /** Freezes the server: connections stay, nothing answers. */
  pause(): Promise<void>;
  unpause(): Promise<void>;
  /** Kills the server without a warning; its port refuses connections. */
  stop(): Promise<void>;
  /** Starts it again on the same port. Without an append-only file it comes back empty. */
  restart(): Promise<void>;
  dispose(): Promise<void>;
}

/** Starts a server and waits until it answers. The flags are redis-server's. */
export async function startRedis(...flags: string[]): Promise<RedisServer> {
  const Image = await findBaseImage(docker, "redis");
  const Name = `tally-test-${randomUUID()}`;
  const Labels = testLabels("redis");
  const port = await freePort();
  const network = await docker.createNetwork({ Name, Labels });
  const container = await docker.createContainer({
    name: Name,
    Image,
    Cmd: [...command, ...flags],
    Labels,
    ExposedPorts: { [containerPort]: {} },
    HostConfig: {
      NetworkMode: Name,
      // Docker would choose another free port at every start.
      PortBindings: { [containerPort]: [{ HostIp: "127.0.0.1", HostPort: String(port) }] },
    },
  });
  const clients: Redis[] = [];

  function client(options: ClientOptions = {}): Redis {
    const redis = new Redis({ port, retryStrategy: () => 10, maxRetriesPerRequest: null, ...options });
    // A test that stops the server expects its clients to complain.
    redis.on("error", () => {});
    clients.push(redis);
    return redis;
  }

  async function start(): Promise<void> {
    await container.start();
    const redis = client({ enableReadyCheck: false });
    // To ask for a password is an answer too.
    await redis.ping().catch((error: Error) => {
      if (!error.message.startsWith("NOAUTH")) throw error;
    });
    redis.disconnect();
  }

  async function dispose(): Promise<void> {
    for (const redis of clients) redis.disconnect();
    await container.remove({ force: true });
    await network.remove();
  }

  try {
    await start();
  } catch (error) {
    await dispose();
    throw error;
  }
  return {
    port,
    client,
    pause: () => freeze(container),
    unpause: () => container.unpause(),
    stop: () => container.kill(),
    restart: start,
    dispose,
  };
}

/**
 * A server for the tests of a `describe`: empty before each of them, with a
 * client of its own.
 */
export function useRedis(prepare: (redis: Redis, server: RedisServer) => void | Promise<void>): void {
  let server: RedisServer;
  let redis: Redis;

  before(async () => {
    server = await startRedis();
  });
  after(() => server.dispose());
  beforeEach(async () => {
    redis = server.client();
    await redis.flushall();
    await prepare(redis, server);
  });
  afterEach(() => redis.disconnect());
}
