import { randomBytes } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { expect } from "chai";
import { type RedisAddress, readRdb } from "../../../stack/backup/rdb-source.ts";
import { startCuttingProxy } from "../../support/cutting-proxy.ts";
import { type RedisServer, startRedis } from "../../support/redis.ts";

function at(port: number, more: Partial<RedisAddress> = {}): RedisAddress {
  return { host: "127.0.0.1", port, tls: false, username: undefined, password: undefined, ...more };
}

async function problemOf(address: RedisAddress): Promise<string> {
  return await buffer(readRdb(address)).then(
    () => "none",
    (error: Error) => error.message,
  );
}

for (const diskless of ["yes", "no"]) {
  describe(`readRdb from a Redis with repl-diskless-sync ${diskless}`, () => {
    let server: RedisServer;
    const flags = ["--repl-diskless-sync", diskless, "--repl-diskless-sync-delay", "0"];

    before(async () => {
      server = await startRedis(...flags, "--requirepass", "swordfish");
    });
    after(() => server.dispose());

    it("reads data that are whole, and leaves no replica behind", async () => {
      const redis = server.client({ password: "swordfish" });
      await redis.set("visits", "12345678901234567890");
      await redis.set("long", "x".repeat(300_000));
      const rdb = await buffer(readRdb(at(server.port, { password: "swordfish" })));
      expect(rdb.subarray(0, 5).toString()).to.equal("REDIS");
      expect(rdb.at(-9)).to.equal(0xff);
      expect(rdb.includes("12345678901234567890")).to.equal(true);
      const replicas = async () => /connected_slaves:(\d+)/.exec(await redis.info("replication"))?.[1];
      while ((await replicas()) !== "0");
    });

    it("says why there are none", async () => {
      expect(await problemOf(at(server.port, { password: "wrong" }))).to.match(
        /^Redis at 127.0.0.1:\d+ gives no backup: WRONGPASS/,
      );
      expect(await problemOf(at(server.port))).to.match(/gives no backup: NOAUTH/);
    });
  });
}

describe("readRdb", () => {
  it("does not take what was broken off for whole", async () => {
    const server = await startRedis("--repl-diskless-sync-delay", "0");
    const redis = server.client();
    // More than the sockets on the way hold.
    for (let part = 0; part < 32; part += 1) await redis.set(`part-${part}`, randomBytes(1_000_000));
    const proxy = await startCuttingProxy({ upstreamPort: server.port });
    const reading = readRdb(at(proxy.port));
    await reading.next();
    await proxy.close();
    const failure = await buffer(reading).then(
      () => undefined,
      (error: Error) => error.message,
    );
    expect(failure).to.match(/gives no backup: /);
    await server.dispose();
    expect(await problemOf(at(server.port))).to.match(/gives no backup: .*ECONNREFUSED/);
  });
});
