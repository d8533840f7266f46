import { Readable } from "node:stream";
import { expect } from "chai";
import type Docker from "dockerode";
import { renderRoutes } from "../../../../nginx/render.ts";
import { renderUpstream } from "../../../../nginx/upstream.ts";
import { readDeployed } from "../../../../stack/engines/embedded/deployed.ts";
import { failureOf } from "../../../support/failure.ts";

const settings = { servicePort: 8000, requestTimeoutSeconds: 30, maxBodyKilobytes: 16 };
const replicas = ["tally-dev-service-0123abcdef-1", "tally-dev-service-0123abcdef-2"];
const routes = renderRoutes(
  replicas.map((name, index) => ({ name, address: `10.0.0.${index + 2}` })),
  settings,
);

/** An engine with a proxy, which has proven routes or none. */
function engineWith(proven: string | undefined): Docker {
  const PortBindings = {
    "8080/tcp": [{ HostIp: "", HostPort: "80" }],
    "8443/tcp": [{ HostIp: "", HostPort: "443" }],
  };
  const container = {
    inspect: async () => ({ HostConfig: { PortBindings } }),
    exec: async () => ({
      start: async () => Readable.from([proven ?? "cat: no such file"]),
      inspect: async () => ({ ExitCode: proven === undefined ? 1 : 0 }),
    }),
  };
  const modem = {
    demuxStream: (stream: Readable, output: NodeJS.WritableStream) => stream.pipe(output, { end: false }),
  };
  return { modem, getContainer: () => container } as unknown as Docker;
}

describe("the outputs of a stack that the embedded engine has brought up", () => {
  it("are what its proxy was proven to serve, and where that is published", async () => {
    const { upstream, ...outputs } = await readDeployed(engineWith(routes), "dev");
    expect(outputs).to.deep.equal({
      url: "https://localhost:443",
      release: "0123abcdef",
      replicas,
      ownerKey: "npm run owner-key",
    });
    // As the program's own, which knows no addresses.
    expect(upstream).to.equal(
      renderUpstream(
        replicas.map((name) => ({ name })),
        settings,
      ),
    );
  });

  it("are none where no routes were proven", async () => {
    expect(await failureOf(readDeployed(engineWith(undefined), "dev"))).to.equal('stack "dev" is not up');
  });

  it("are none where there is no proxy", async () => {
    const missing = () => Promise.reject(Object.assign(new Error("no such container"), { statusCode: 404 }));
    const docker = { getContainer: () => ({ inspect: missing, exec: missing }) } as unknown as Docker;
    expect(await failureOf(readDeployed(docker, "dev"))).to.equal('stack "dev" is not up');
  });
});
