import { expect } from "chai";
import { findBaseImage } from "../../stack/base-images.ts";
import { connectDocker } from "../../stack/containers/docker.ts";
import { freePort } from "../support/free-port.ts";
import { policies } from "./container-policies.ts";
import { roleOf } from "./policy.ts";
import { containersOf, ofType, type Recording, type Registered, recordPrograms } from "./recorded-program.ts";

describe("every container that the program describes", function () {
  this.timeout(30_000);
  const recordings: Recording[] = [];

  before(async () => {
    const external = { redisHost: "redis.example", redisPassword: "hush", memory: 512 };
    // Any image will do for one that is only described.
    const grafanaImage = await findBaseImage(connectDocker(), "redis");
    const [monitoringPort, grafanaPort] = [await freePort(), await freePort()];
    const watched = { monitoring: "on", monitoringPort, grafanaPort, grafanaImage };
    recordings.push(
      ...(await recordPrograms([
        { settings: { backup: "6h" } },
        { settings: external },
        { settings: { tls: "self-signed" } },
        { settings: watched },
        { settings: { otlpEndpoint: "http://collector.example", otlpHeaders: "a=hush", backup: "6h" } },
      ])),
    );
  });

  /** The containers that a policy is about, each with what it is registered beside. */
  const containers = (role?: string): [Registered["inputs"], Recording][] =>
    recordings.flatMap((recording) =>
      ofType(recording, "container")
        .filter(({ inputs }) => role === undefined || roleOf(inputs) === role)
        .map(({ inputs }): [Registered["inputs"], Recording] => [inputs, recording]),
    );

  for (const [title, { role, check, breaches }] of Object.entries(policies)) {
    const who = role === undefined ? "" : `as the ${role}, `;
    it(`${who}${title}`, () => {
      expect(containers(role)).to.not.deep.equal([]);
      for (const [inputs, recording] of containers(role)) check(inputs, recording);
    });

    for (const breach of breaches) {
      it(`is refused for ${JSON.stringify(breach, (_, value) => value ?? "nothing")}`, () => {
        for (const [inputs, recording] of containers(role)) {
          const changed = { ...inputs, ...breach };
          expect(() => check(changed, recording), inputs.name).to.throw();
        }
      });
    }
  }

  it("plays a part that is known", () => {
    const roles = ["proxy", "service", "redis", "backup", "prometheus", "grafana"];
    const [whole, external] = recordings as [Recording, Recording];
    expect(ofType(whole, "container")).to.have.length(6);
    expect(ofType(external, "container")).to.have.length(4);
    for (const recording of recordings) {
      const parts = roles.flatMap((role) => containersOf(recording, role));
      expect(parts).to.have.members(ofType(recording, "container"));
    }
  });
});
