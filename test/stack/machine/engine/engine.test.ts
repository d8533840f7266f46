import { createServer } from "node:net";
import { expect } from "chai";
import Docker from "dockerode";
import { prepareEngine } from "../../../../stack/machine/engine/engine.ts";
import type { Host } from "../../../../stack/machine/host.ts";
import { failureOf } from "../../../support/failure.ts";

const host: Host = { platform: "linux", root: true, systemd: false, debian: true };

describe("prepareEngine", () => {
  it("refuses to replace a remote engine, by its name", async () => {
    const lines: string[] = [];
    const docker = new Docker({ host: "127.0.0.1", port: await closedPort(), protocol: "http" });
    const message = await failureOf(prepareEngine({ docker, host, report: (line) => lines.push(line) }));
    expect(message).to.match(/^No Docker engine answers at tcp:\/\/127\.0\.0\.1:\d+ \(.*ECONNREFUSED.*\): /);
    expect(lines).to.deep.equal([]);
  });

  it("refuses to start one for a socket that is not an engine's usual one", async () => {
    const docker = new Docker({ socketPath: "/nonexistent/docker.sock" });
    expect(await failureOf(prepareEngine({ docker, host, report: () => {} }))).to.include(
      "unix:///nonexistent/docker.sock",
    );
  });
});

async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
