import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { Redis } from "ioredis";
import { loadConfig } from "../../service/config/config.ts";
import { createRedis, redisArgs } from "../../service/redis.ts";
import { startCuttingProxy } from "../support/cutting-proxy.ts";
import { type RedisServer, startRedis } from "../support/redis.ts";
import { until } from "../support/until.ts";
import { createKeptLog } from "./log-lines.ts";

describe("redisArgs", () => {
  it("passes on the settings", () => {
    const settings = { REDIS_HOST: "10.0.0.7", REDIS_PORT: "6380", REDIS_DB: "2" };
    const login = { REDIS_USERNAME: "tally", REDIS_PASSWORD: "secret" };
    const args = redisArgs(loadConfig({ ...settings, ...login }).redis, "tally:web-1");
    expect(args).to.include({ host: "10.0.0.7", port: 6380, db: 2, username: "tally", password: "secret" });
    expect(args).to.include({ connectionName: "tally:web-1" });
    expect(args).not.to.have.property("tls");
  });

  it("uses TLS where it is wanted", () => {
    expect(redisArgs(loadConfig({ REDIS_TLS: "true" }).redis, "t").tls).to.deep.equal({});
  });

  it("waits a second at most before it tries to reconnect, however often it has tried", () => {
    const { retryStrategy } = redisArgs(loadConfig({}).redis, "t");
    expect([1, 2, 1000, 1_000_000].map(retryStrategy)).to.deep.equal([50, 100, 1000, 1000]);
  });
});

describe("createRedis", () => {
  let server: RedisServer;
  let redis: Redis | undefined;

  before(async () => {
    server = await startRedis("--requirepass", "hunter2");
  });
  after(() => server.dispose());
  afterEach(() => redis?.disconnect());

  function connect(settings: Record<string, string>) {
    const environment = {
      REDIS_HOST: "127.0.0.1",
      REDIS_PORT: String(server.port),
      REDIS_PASSWORD: "hunter2",
    };
    const kept = createKeptLog();
    redis = createRedis(loadConfig({ ...environment, ...settings }).redis, "tally:web-1", kept.log);
    return { redis, ...kept, messages: () => kept.lines.map(({ level, msg }) => `${level}: ${msg}`) };
  }

  it("says that it has connected, and in whose name", async () => {
    const { redis, messages } = connect({});
    await once(redis, "ready");
    await until(() => messages().includes("info: connected to Redis"));
    expect(await redis.client("GETNAME")).to.equal("tally:web-1");
  });

  it("uses the database it was told to", async () => {
    const { redis } = connect({ REDIS_DB: "3" });
    await once(redis, "ready");
    await redis.set("where", "here");
    expect(await server.client({ password: "hunter2", db: 3 }).get("where")).to.equal("here");
  });

  it("never becomes ready with a database that does not exist", async () => {
    const { redis, lines } = connect({ REDIS_DB: "99" });
    let attempts = 0;
    let ready = false;
    redis.on("connect", () => {
      attempts += 1;
    });
    redis.on("ready", () => {
      ready = true;
    });
    await until(() => attempts > 2);
    expect(ready).to.equal(false);
    expect(lines[0])
      .to.have.nested.property("err.message")
      .that.matches(/DB index is out of range/);
    expect(lines.length).to.be.below(attempts);
  });

  it("says once that the password is wrong, without saying the password, and tries on", async () => {
    const { redis, text, messages } = connect({ REDIS_PASSWORD: "guess123" });
    let attempts = 0;
    redis.on("connect", () => (attempts += 1));
    await until(() => attempts > 2);
    expect(messages()).to.have.length(1);
    expect(messages()[0]).to.match(
      /^error: Redis refuses this user name and password: see .*REDIS_PASSWORD_FILE/,
    );
    expect(text()).to.contain("WRONGPASS").and.not.to.contain("guess123");
  });

  it("connects again with the password that its file holds by then", async () => {
    const directory = await mkdtemp(join(tmpdir(), "tally-password-"));
    const file = join(directory, "password");
    await writeFile(file, "hunter2\n");
    const admin = server.client({ password: "hunter2" });
    const { redis } = connect({ REDIS_PASSWORD: "", REDIS_PASSWORD_FILE: file });
    await once(redis, "ready");
    await admin.config("SET", "requirepass", "hunter3");
    await writeFile(file, "hunter3\n");
    expect(await redis.ping()).to.equal("PONG");
    await admin.call("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
    await once(redis, "ready");
    expect(await redis.ping()).to.equal("PONG");
    // A file that is gone for a moment leaves it the password that it has.
    await rm(directory, { recursive: true });
    await admin.call("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
    await once(redis, "ready");
    await admin.config("SET", "requirepass", "hunter2");
    expect(await redis.client("INFO")).to.contain("lib-name=ioredis(password-file)");
  });

  it("survives a name that leads nowhere, and tries on", async () => {
    const { redis, text } = connect({ REDIS_HOST: "redis.invalid" });
    let attempts = 0;
    redis.on("reconnecting", () => (attempts += 1));
    await until(() => attempts > 1);
    expect(text()).to.match(/ENOTFOUND|EAI_AGAIN/);
  });

  it("rejects a command at once when its connection breaks, and never sends it again", async () => {
    const proxy = await startCuttingProxy({ upstreamPort: server.port });
    const { redis } = connect({ REDIS_PORT: String(proxy.port) });
    await once(redis, "ready");
    await redis.del("hits");
    proxy.hold();
    const outcome = redis.incr("hits").catch((error) => error);
    await server.client({ password: "hunter2" }).call("CLIENT", "KILL", "TYPE", "normal");
    expect(await outcome).to.be.instanceOf(Error);
    proxy.release();
    await once(redis, "ready");
    expect(await redis.get("hits")).to.equal(null);
    await proxy.close();
  });

  it("replaces a connection that has fallen silent", async () => {
    const proxy = await startCuttingProxy({ upstreamPort: server.port });
    const { redis, text } = connect({ REDIS_PORT: String(proxy.port) });
    await once(redis, "ready");
    proxy.hold();
    expect(await redis.ping().catch((error) => error)).to.be.instanceOf(Error);
    expect(text()).to.contain("Socket timeout");
    proxy.release();
    await once(redis, "ready");
    expect(await redis.ping()).to.equal("PONG");
    await proxy.close();
  });

  it("rejects a command while it is not connected, instead of keeping it for later", async () => {
    const { redis } = connect({});
    expect(await redis.ping().catch((error) => error)).to.be.instanceOf(Error);
    await once(redis, "ready");
    expect(await redis.ping()).to.equal("PONG");
  });

  it("leaves a server that has become a replica, to find the one that takes writes", async () => {
    const admin = server.client({ password: "hunter2" });
    const { redis } = connect({});
    await once(redis, "ready");
    await admin.replicaof("127.0.0.1", 1);
    const reconnected = once(redis, "ready");
    expect(await redis.incr("hits").catch(String)).to.match(/READONLY/);
    await admin.replicaof("NO", "ONE");
    await reconnected;
    expect(await redis.incr("hits")).to.equal(1);
  });
});
