import { randomInt } from "node:crypto";
import { createServer } from "node:net";

// Below the ports that outgoing connections and other tests' servers are given by
// themselves: a stack whose proxy is away for a moment finds its port free again.
const [first, last] = [12_000, 32_000];
const given = new Set<number>();

/** A port of this host that nothing listens on at the moment, and that no test of this process has. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(first, last);
    if (!given.has(port) && (await isFree(port))) {
      given.add(port);
      return port;
    }
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  const listening = await new Promise<boolean>((resolve) =>
    server.once("error", () => resolve(false)).listen(port, () => resolve(true)),
  );
  await new Promise((resolve) => server.close(resolve));
  return listening;
}
