import { expect } from "chai";
import { backup } from "../../../stack/commands/backup.ts";
import type { Options } from "../../../stack/commands/options.ts";
import { noChanges } from "../../../stack/config/setting-changes.ts";
import { connectDocker } from "../../../stack/containers/docker.ts";
import { failureOf } from "../../support/failure.ts";

describe("the command backup", () => {
  for (const setting of ["redisCluster=true", "redisSentinel=counters"]) {
    it(`is refused with ${setting}, where one server may not have the counts`, async () => {
      const config = ["redisHost=one.example", setting];
      const options = { stack: "never-made", ...noChanges, config } as unknown as Options;
      const failure = await failureOf(backup({ docker: connectDocker(), options, report: () => {} }));
      expect(failure).to.match(
        new RegExp(`^with tally:${setting.split("=")[0]} there are no backups.*export$`),
      );
    });
  }
});
