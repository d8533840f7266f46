import { readFileSync } from "node:fs";
import { expect } from "chai";
import { parseStackConfig } from "../../../stack/config/config.ts";
import { projectPath } from "../../../stack/release/build-context.ts";
import { startRedis } from "../../support/redis.ts";

/** The settings of the stack's own Redis that say how, not where, it stores. */
function storageFlags(): string[] {
  const lines = readFileSync(projectPath("stack/redis/redis.conf"), "utf8").split("\n");
  const settings = lines.filter((line) => /^(hash|hll|set|zset|maxmemory-policy)/.test(line));
  return settings.flatMap((line) => [`--${line.split(" ")[0]}`, ...line.split(" ").slice(1)]);
}

describe("the stack's own Redis", () => {
  it("keeps the whole history of a counter in its compact form", async () => {
    const { historyHours, historyDays } = parseStackConfig("dev", {});
    const server = await startRedis(...storageFlags());
    const redis = server.client();
    for (let hour = 0; hour < historyHours; hour += 1)
      await redis.hincrby("history", `h${500_000 + hour}`, 1e9);
    for (let day = 0; day < historyDays; day += 1) await redis.hincrby("history", `d${21_000 + day}`, 1e12);
    expect(await redis.object("ENCODING", "history")).to.equal("listpack");
    expect(await redis.call("MEMORY", "USAGE", "history")).to.be.below(16 * 1024);
    expect(await redis.config("GET", "maxmemory-policy")).to.include("noeviction");
    await server.dispose();
  });
});
