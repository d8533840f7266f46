import { expect } from "chai";
import { containersOf, networksOf, type Recording, recordPrograms, theOnly } from "./recorded-program.ts";

const headers = "authorization=Bearer%20swordfish";
const otlpEndpoint = "https://collector.example:4318";

describe("the program with a collector of traces", function () {
  this.timeout(30_000);
  let plain: Recording;
  let traced: Recording;

  before(async () => {
    const watched = { monitoring: "on", backup: "6h" };
    [plain, traced] = (await recordPrograms([
      { settings: watched },
      { settings: { ...watched, otlpEndpoint, otlpHeaders: headers, traceRatio: 0.25 } },
    ])) as [Recording, Recording];
  });

  const environmentsOf = (recording: Recording): Record<string, string>[] =>
    containersOf(recording, "service").map(({ inputs }) =>
      Object.fromEntries(inputs.envs.map((line: string) => line.split(/=(.*)/s, 2))),
    );

  it("tells replicas where it is, how much it gets, and the file with its headers", () => {
    const { value: files } = theOnly(traced, "secretFiles").inputs.files;
    const [[file, content] = []] = Object.entries(files);
    expect(content).to.equal(headers);
    for (const environment of environmentsOf(traced)) {
      expect(environment).to.include({
        OTEL_EXPORTER_OTLP_ENDPOINT: otlpEndpoint,
        OTEL_EXPORTER_OTLP_HEADERS_FILE: `/run/secrets/${file}`,
        OTEL_SERVICE_NAME: "tally-unmade",
        OTEL_TRACES_SAMPLER: "parentbased_traceidratio",
        OTEL_TRACES_SAMPLER_ARG: "0.25",
      });
    }
  });

  it("keeps the headers out of everything else", () => {
    const others = traced.registrations.filter(({ name }) => name !== "secret-files");
    const forms = [headers, "swordfish", Buffer.from(headers).toString("base64")];
    for (const form of forms) expect(JSON.stringify([others, traced.outputs])).to.not.include(form);
  });

  it("gives replicas a way out beside the one to Redis, and nobody else one", () => {
    const on = (role: string) => containersOf(traced, role).map(networksOf);
    expect(theOnly(traced, "network", "tally-unmade-outside").inputs.internal).to.equal(false);
    for (const networks of on("service")) {
      expect(networks).to.have.members(["tally-unmade-front", "tally-unmade-back", "tally-unmade-outside"]);
    }
    for (const role of ["proxy", "redis", "backup", "prometheus"]) {
      expect(on(role).flat()).to.not.be.empty.and.not.include("tally-unmade-outside");
    }
    expect(on("backup")).to.deep.equal([["tally-unmade-back"]]);
  });

  it("says nothing of traces, and opens nothing, where there is none", () => {
    for (const environment of environmentsOf(plain)) {
      expect(Object.keys(environment).filter((name) => name.startsWith("OTEL_"))).to.deep.equal([]);
    }
    const networks = containersOf(plain, "service").flatMap(networksOf);
    expect(new Set(networks)).to.deep.equal(new Set(["tally-unmade-front", "tally-unmade-back"]));
  });
});
