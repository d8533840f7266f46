import { connect, createServer, type Socket } from "node:net";

/** A TCP proxy in front of Redis that breaks connections where it hurts. */
export interface CuttingProxy {
  readonly port: number;
  /** How many connections were cut before the command got through, and after it was done. */
  readonly cuts: { before: number; after: number };
  /** How many messages to Redis are held back. */
  readonly held: number;
  /** Lets nothing through to Redis until `release`; connections stay open. */
  hold(): void;
  release(): void;
  close(): Promise<void>;
}

export interface CuttingProxyArgs {
  readonly upstreamPort: number;
  /** The commands that may be cut. */
  readonly target?: RegExp;
  /** From 0 to 1. */
  readonly cutProbability?: number;
  /** Decides where it cuts: the same seed makes the same decisions. */
  readonly seed?: number;
}

export async function startCuttingProxy(args: CuttingProxyArgs): Promise<CuttingProxy> {
  const { upstreamPort, target = /./, cutProbability = 0, seed = 1 } = args;
  const cuts = { before: 0, after: 0 };
  const random = createRandom(seed);
  const sockets = new Set<Socket>();
  let held: (() => void)[] = [];
  let holding = false;

  function keep(socket: Socket): void {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.once("close", () => sockets.delete(socket));
  }

  const server = createServer((client) => {
    const upstream = connect(upstreamPort, "127.0.0.1");
    let swallowReply = false;
    const cut = () => {
      client.destroy();
      upstream.destroy();
    };
    keep(client);
    keep(upstream);

    client.on("data", (chunk) => {
      const unlucky = target.test(chunk.toString("latin1")) && random() < cutProbability;
      if (unlucky && random() < 0.5) {
        cuts.before += 1;
        cut();
        return;
      }
      swallowReply ||= unlucky;
      if (holding) held.push(() => upstream.write(chunk));
      else upstream.write(chunk);
    });
    upstream.on("data", (chunk) => {
      if (swallowReply) {
        cuts.after += 1;
        cut();
      } else {
        client.write(chunk);
      }
    });
    client.once("close", () => upstream.destroy());
    upstream.once("close", () => client.destroy());
  });

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  return {
    port,
    cuts,
    get held() {
      return held.length;
    },
    hold() {
      holding = true;
    },
    release() {
      holding = false;
      for (const passOn of held) passOn();
      held = [];
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** Numbers from 0 to 1 that look random: a linear congruential generator. */
function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
