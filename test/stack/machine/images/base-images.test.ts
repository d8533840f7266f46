import type { ServerResponse } from "node:http";
import { expect } from "chai";
import type { Host } from "../../../../stack/machine/host.ts";
import { prepareBaseImages } from "../../../../stack/machine/images/base-images.ts";
import { failureOf } from "../../../support/failure.ts";
import { type FakeEngine, startFakeEngine } from "../fake-engine.ts";

const user: Host = { platform: "linux", root: false, systemd: false, debian: true };
const none = { node: undefined, nginx: undefined, redis: undefined };

describe("prepareBaseImages", () => {
  let engine: FakeEngine;
  afterEach(() => engine.dispose());

  const noSuchHost = (_: URLSearchParams, response: ServerResponse) => {
    response.writeHead(500).end(JSON.stringify({ message: "dial tcp: lookup r: no such host" }));
  };

  it("names every image that cannot be had, with its key, in one error", async () => {
    engine = await startFakeEngine({ images: ["redis:8"], create: noSuchHost });
    const configured = { ...none, node: "registry.example/node:24" };
    const message = await failureOf(
      prepareBaseImages({ docker: engine.docker, host: user, report: () => {}, configured }),
    );
    expect(message.split("\n")).to.have.length(2);
    expect(message).to.match(/registry\.example\/node:24 .*tally:nodeImage/);
    expect(message).to.match(/nginx:1\.30 .*tally:nginxImage/);
  });

  it("does not fall back from a configured image to one that is there", async () => {
    engine = await startFakeEngine({ images: ["node:24-slim", "nginx:1.30", "redis:8"], create: noSuchHost });
    const configured = { ...none, redis: "registry.example/redis:8" };
    expect(
      await failureOf(prepareBaseImages({ docker: engine.docker, host: user, report: () => {}, configured })),
    ).to.include("tally:redisImage");
  });
});
