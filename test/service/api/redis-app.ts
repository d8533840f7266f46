import { randomUUID } from "node:crypto";
import { createCounting } from "../../../service/counting/counting.ts";
import { createCounters } from "../../../service/counting/redis-counters.ts";
import { type RedisServer, startRedis } from "../../support/redis.ts";
import { silentLog } from "../log-lines.ts";
import { createTestApp, ownerKey } from "../test-app.ts";

type Method = "get" | "post" | "put" | "delete";

/** The app on a real Redis, which is empty before each test of the suite that calls this. */
export function useRedisApp({ strangersMayCreate = 0 } = {}) {
  let server: RedisServer;
  let app: ReturnType<typeof createTestApp>;

  before(async () => {
    server = await startRedis();
    const redis = server.client();
    // What is not connected for longer than the attempts take refuses to count.
    await redis.ping();
    const retries = { redis, retryAttempts: 3, retryDelayMs: 20, log: silentLog };
    const counting = createCounting({ ...retries, writerId: randomUUID(), strangersMayCreate });
    app = createTestApp({ counters: createCounters({ ...retries, counting }) });
  });
  beforeEach(() => server.client().flushall());
  after(() => server.dispose());

  const ask = (method: Method, path: string) => app.ask[method](path);

  /** A request with the owner's key. */
  const own = (method: Method, path: string) => ask(method, path).set("Authorization", `Bearer ${ownerKey}`);

  /** Creates the counter at a start value. */
  async function create(namespace: string, key: string, value = "0", more: object = {}): Promise<void> {
    const { status } = await own("post", "/api/v1/counters").send({ namespace, key, value, ...more });
    if (status !== 201) throw new Error(`Could not create ${namespace}/${key}: ${status}`);
  }

  return { ask, own, create, listener: () => app.app.callback(), redis: () => server.client() };
}
