import { createServer, type Server } from "node:http";
import { expect } from "chai";
import Docker from "dockerode";
import { parseStackConfig } from "../../../../stack/config/config.ts";
import { connectDocker } from "../../../../stack/containers/docker.ts";
import { surveySwarm } from "../../../../stack/platforms/swarm/survey.ts";
import { failureOf } from "../../../support/failure.ts";

const settings = { "tally:platform": "swarm", "tally:registry": "registry.example" };

/** A manager with a stack's containers, of which it says no more than the survey asks. */
describe("surveySwarm", () => {
  let engine: Server;
  let answers: Record<string, unknown>;
  let host: string;

  beforeEach(async () => {
    const label = { "tally.redis": "true", "tally.proxy": "true" };
    answers = {
      info: { Swarm: { ControlAvailable: true } },
      "containers/json": [],
      services: [],
      nodes: [
        {
          ID: "1",
          Spec: { Labels: label },
          Status: { Addr: "192.0.2.1" },
          Description: { Hostname: "one", Resources: { NanoCPUs: 2e9 } },
        },
      ],
    };
    engine = createServer((request, response) => {
      const path = new URL(request.url ?? "", "http://engine").pathname.replace(/^\/(v[\d.]+\/)?/, "");
      response.setHeader("Content-Type", "application/json").end(JSON.stringify(answers[path] ?? {}));
    });
    await new Promise<void>((resolve) => engine.listen(0, "127.0.0.1", resolve));
    host = `tcp://127.0.0.1:${(engine.address() as { port: number }).port}`;
  });

  afterEach(() => {
    engine.closeAllConnections();
    engine.close();
  });

  const survey = (engineName: "pulumi" | "embedded" = "pulumi", others: Record<string, string> = {}) =>
    surveySwarm(
      connectDocker(),
      parseStackConfig("dev", { ...settings, "docker:host": host, ...others }),
      engineName,
    );

  it("follows docker:host and finds what the Swarm offers", async () => {
    expect(await survey()).to.deep.include({ cpus: 2, address: "192.0.2.1" });
  });

  it("needs the Pulumi CLI, and says so", async () => {
    expect(await failureOf(survey("embedded"))).to.match(/swarm needs the Pulumi CLI, .* embedded engine/);
  });

  it("refuses an engine that is no manager", async () => {
    answers.info = { Swarm: { ControlAvailable: false } };
    expect(await failureOf(survey())).to.match(/no Swarm manager; .* docker swarm init$/);
  });

  it("says which address no engine answers at", async () => {
    const nowhere = { "docker:host": "tcp://127.0.0.1:1" };
    expect(await failureOf(survey("pulumi", nowhere))).to.match(
      /no Docker engine answers at tcp:\/\/127\.0\.0\.1:1 .*docker:host must name a Swarm manager/,
    );
  });

  it("refuses a stack that runs on the manager's machine alone, and takes a task's container for none", async () => {
    answers["containers/json"] = [{ Labels: { "tally.stack": "dev", "com.docker.swarm.task": "" } }];
    await survey();
    answers["containers/json"] = [{ Labels: { "tally.stack": "dev" } }];
    expect(await failureOf(survey())).to.match(
      /runs on the manager's machine alone; take it down there first/,
    );
  });

  it("refuses more processors than any node has", async () => {
    expect(await failureOf(survey("pulumi", { "tally:cpus": "3" }))).to.match(
      /tally:cpus is 3, but no node of the Swarm has more than 2/,
    );
  });

  it("builds with the base images of the engine that builds", async () => {
    const builder = new Docker({ socketPath: "/nowhere" });
    const config = parseStackConfig("dev", { ...settings, "docker:host": host });
    expect(await failureOf(surveySwarm(builder, config, "pulumi"))).to.include("/nowhere");
  });
});
