import { expect } from "chai";
import { peers, tallysRoutes } from "./peers.ts";

describe("peers", () => {
  const replicas = ["one", "two"];

  it("has the seeds' nginx as their READMEs have it, which keeps no connection to a replica", () => {
    const conf = peers.seeds.nginx(replicas);
    expect(conf).to.match(/server one:8000;\s+server two:8000;/);
    expect(conf).to.not.match(/keepalive|worker_processes/);
  });

  it("gives the other peers an nginx that is as quick as can be", () => {
    for (const name of ["gunicorn", "express"] as const) {
      expect(peers[name].nginx(replicas), name).to.match(
        /worker_processes auto;[\s\S]*server two:8000;\s+keepalive 64;/,
      );
    }
  });

  it("puts bare node:http behind Tally's own routes, without a limit", () => {
    const routes = tallysRoutes(replicas);
    expect(peers.bare).to.include({ nginx: tallysRoutes, behindTallysProxy: true, replicas: 3 });
    expect(routes).to.contain("server one:8000 resolve").and.to.contain("X-Content-Type-Options");
    expect(routes).to.not.contain("limit_req");
  });

  it("lets nginx alone answer by itself", () => {
    expect(peers.nginx.nginx([])).to.contain("return 200").and.not.to.contain("proxy_pass");
  });
});
