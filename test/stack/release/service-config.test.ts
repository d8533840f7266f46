import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { loadConfig } from "../../../service/config/config.ts";
import { parseStackConfig } from "../../../stack/config/config.ts";
import { redisHost } from "../../../stack/redis/places.ts";
import { releaseSpec } from "../../../stack/release/release.ts";
import { planSecrets, secretsPath } from "../../../stack/secrets/secret-plan.ts";
import { companions, keys } from "../config/config-cases.ts";

/** What a stack makes by itself, as long as its own secrets are. */
const made = { "owner-key": "o".repeat(43), "redis-password": "p".repeat(43) };

describe("the service", () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "tally-secrets-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** The service's own reading of what a stack with these settings tells it. */
  async function load(settings: Readonly<Record<string, string>>) {
    const values = Object.entries(settings).map(([key, value]) => [`tally:${key}`, value]);
    const config = parseStackConfig("dev", Object.fromEntries(values));
    const { env } = releaseSpec(config, config.redisHost ?? redisHost("dev"));
    const files = Object.entries({ ...made, ...planSecrets(config).files });
    await Promise.all(files.map(([name, content]) => writeFile(join(folder, name), content)));
    return loadConfig(JSON.parse(JSON.stringify(env).replaceAll(secretsPath, folder)));
  }

  for (const [key, { right }] of Object.entries(keys)) {
    it(`starts with what a stack takes for tally:${key}`, async () => {
      await load({ ...companions[key], [key]: right[0] });
    });
  }

  it("is told of the secrets", async () => {
    expect((await load({ hitKey: "k".repeat(256) })).keys).to.deep.equal({
      owner: made["owner-key"],
      read: undefined,
      hit: "k".repeat(256),
    });
  });
});
