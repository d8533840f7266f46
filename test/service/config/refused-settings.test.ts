import { expect } from "chai";
import { settingNames } from "../../../service/config/config.ts";
import { type ServiceProcess, spawnService } from "../service-process.ts";

/** What no setting takes that is more than a text; each has its own, as some must not be the same. */
const wrongForMost = (name: string) => `\u0001 is wrong for ${name}`;

/** Those that take any text, and with what they are wrong all the same. */
const wrongTogether: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  REDIS_USERNAME: { REDIS_USERNAME: "tally" },
  REDIS_PASSWORD: { REDIS_PASSWORD: "hunter2", REDIS_PASSWORD_FILE: "/dev/null" },
};

describe("a start of the service with a wrong environment", function () {
  this.timeout(20_000);
  let service: ServiceProcess | undefined;

  afterEach(() => service?.dispose());

  /** The sentences that it ended with. */
  async function problemsOf(environment: Readonly<Record<string, string>>): Promise<string[]> {
    service = await spawnService(environment);
    expect(await service.exited).to.equal(1);
    expect(service.lines, "nothing is logged as if it worked").to.deep.equal([]);
    expect(service.errorLines).to.have.length(1);
    expect(service.errorLines[0]).to.include({ level: "fatal" });
    return service.errorLines[0]?.problems as string[];
  }

  const wrong = (name: string) => (name.endsWith("_FILE") ? "/no/such/file" : wrongForMost(name));
  const alone = settingNames.filter((name) => !(name in wrongTogether));

  it("names every setting that is wrong, and says what would be right", async () => {
    // A file and what would be in it are wrong together; each has its turn.
    const turns = [
      alone.filter((name) => !name.endsWith("_FILE")),
      alone.filter((name) => name.endsWith("_FILE")),
    ];
    for (const names of turns) {
      const problems = await problemsOf(Object.fromEntries(names.map((name) => [name, wrong(name)])));
      for (const name of names) {
        const about = problems.filter((problem) => problem.startsWith(`${name} `));
        expect(about, name).to.have.length(1);
        expect(about[0]).to.match(/ must be \w.{3,}/);
      }
      expect(problems).to.have.length(names.length);
    }
  });

  for (const [name, environment] of Object.entries(wrongTogether)) {
    it(`names ${name} where it is wrong with others, without its value`, async () => {
      const [problem, ...others] = await problemsOf(environment);
      expect(problem)
        .to.match(new RegExp(`^${name} .* must (be|come with) \\w`))
        .and.not.include("hunter2");
      expect(others).to.deep.equal([]);
    });
  }
});
