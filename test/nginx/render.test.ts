import { expect } from "chai";
import { selfSignedPair } from "../../nginx/certificate.ts";
import { renderRoutes } from "../../nginx/render.ts";
import type { RoutesSettings } from "../../nginx/settings.ts";
import { renderUpstream } from "../../nginx/upstream.ts";
import { connectDocker } from "../../stack/containers/docker.ts";
import { routesSettings } from "../../stack/routes/settings.ts";
import { parse, problemsOf } from "../stack/config/parsed-config.ts";
import { testRoutes } from "./nginx-test.ts";
import { buildProxyImage, type ProxyImage } from "./proxy-image.ts";
import { linesOf } from "./rendered-lines.ts";

const settings: RoutesSettings = { servicePort: 8000, requestTimeoutSeconds: 17, maxBodyKilobytes: 96 };
const clients = {
  limit: { requestsPerSecond: 300, burst: 500, connections: 70 },
  maxHeaderKilobytes: 32,
  timeoutSeconds: 9,
  trustedProxies: ["10.0.0.0/8", "2001:db8::/32"],
};
const tls = { pair: selfSignedPair, httpsPort: 5443, hsts: false };
const servers = [{ name: "b", address: "10.0.0.2" }, { name: "a", address: "10.0.0.1" }, { name: "c" }];

describe("renderRoutes", function () {
  this.timeout(30_000);
  let image: ProxyImage;
  const docker = connectDocker();

  before(async () => {
    image = await buildProxyImage(docker);
  });
  after(() => image.dispose());

  const routes = renderRoutes(servers, settings);

  async function expectTaken(given: string): Promise<void> {
    const { exitCode, output } = await testRoutes(docker, image.id, given);
    expect(output)
      .to.match(/test is successful/)
      .and.not.match(/\[(warn|error|emerg)\]/);
    expect(exitCode).to.equal(0);
  }

  it("begins with the upstream that the site uses", () => {
    expect(routes.startsWith(renderUpstream(servers, settings))).to.equal(true);
    expect(linesOf(routes)).to.include("proxy_pass http://tally;");
  });

  it("applies the settings", () => {
    expect(linesOf(routes)).to.include.members(["proxy_read_timeout 17s;", "client_max_body_size 96k;"]);
  });

  it("lets the longest line of an export be imported, without keeping it, and nothing else so long", () => {
    const limits = [...routes.matchAll(/client_max_body_size (\d+)k;/g)].map(([, limit]) => Number(limit));
    expect(limits).to.have.members([96, 17 * 1024]);
    const [, imports = ""] = /location = \/api\/v1\/import \{([^}]*)\}/.exec(routes) ?? [];
    expect(linesOf(imports)).to.include.members([
      `client_max_body_size ${17 * 1024}k;`,
      "proxy_request_buffering off;",
      "proxy_pass http://tally;",
    ]);
  });

  it("keeps no answer on a disk", () => {
    expect(linesOf(routes)).to.include("proxy_max_temp_file_size 0;");
  });

  it("has other limits for streams, whatever the settings", () => {
    const locations = routes.split(/^ *location /m);
    const linesFor = (path: string) =>
      linesOf(locations.find((lines) => lines.startsWith(`${path} {`)) ?? "");
    expect(linesFor("/")).to.include("proxy_read_timeout 17s;");
    expect(linesFor("= /api/v1/live")).to.include.members(["proxy_read_timeout 60s;", "send_timeout 10s;"]);
  });

  it("refuses an empty list, which would serve nobody", () => {
    expect(() => renderRoutes([], settings)).to.throw(RangeError, /at least one replica/);
  });

  for (const [kind, list] of Object.entries({
    "one replica": servers.slice(2),
    "several replicas, with addresses and without": servers,
    "a hundred replicas": Array.from({ length: 100 }, (_, n) => ({ name: `r${n}`, address: `10.1.0.${n}` })),
  })) {
    it(`is what nginx takes, with ${kind}`, async () => {
      await expectTaken(renderRoutes(list, settings));
    });
  }

  for (const [kind, change] of Object.entries<Partial<RoutesSettings>>({
    "the limits of a stack": { clients: { ...clients, trustedProxies: [] } },
    "no limit": { clients: { maxHeaderKilobytes: 4, timeoutSeconds: 1, trustedProxies: [] } },
    "trusted proxies": { clients },
    TLS: { clients, tls },
    "failures alone logged, with TLS": { logLevel: "warn", tls },
    "nothing logged": { logLevel: "silent" },
    "everything logged": { logLevel: "debug" },
    "one replica at a time": { replicasAtOnce: 1 },
    "two replicas at a time": { replicasAtOnce: 2 },
    "TLS at the usual port, for good": { tls: { ...tls, httpsPort: 443, hsts: true } },
  })) {
    it(`is what nginx takes, with ${kind}`, async () => {
      await expectTaken(renderRoutes(servers, { ...settings, ...change }));
    });
  }

  const bounds = {
    replicasAtOnce: [1, 100],
    requestTimeout: [1, 50],
    maxBodyKilobytes: [1, 16],
    maxHeaderKilobytes: [4, 256],
    clientTimeout: [1, 300],
    rateLimit: [1, 1_000_000],
    rateBurst: [0, 1_000_000],
    connectionLimit: [1, 65_535],
  } as const;

  for (const end of ["least", "most"] as const) {
    it(`is what nginx takes, with every number the ${end} that a stack may have`, async () => {
      const numbers = Object.entries(bounds).map(([key, [least, most]]) =>
        end === "least" ? ([key, least, least - 1] as const) : ([key, most, most + 1] as const),
      );
      for (const [key, , beyond] of numbers) expect(problemsOf({ [key]: `${beyond}` }), key).to.not.be.empty;
      const config = parse(Object.fromEntries(numbers.map(([key, number]) => [key, `${number}`])));
      await expectTaken(renderRoutes(servers, routesSettings(config, 2, undefined)));
    });
  }

  it("has no header for one location alone, where all the others would be lost", () => {
    const rendered = renderRoutes(servers, { ...settings, clients, tls });
    const locations = [...rendered.matchAll(/location [^{]+\{([^}]*)\}/g)].map(([, body]) => body);
    expect(locations.length).to.be.above(4);
    for (const body of locations) expect(body).to.not.include("add_header");
  });

  it("applies the clients' settings", () => {
    expect(linesOf(renderRoutes(servers, { ...settings, clients }))).to.include.members([
      "limit_req_zone $limited_client zone=requests:10m rate=300r/s;",
      "limit_req zone=requests burst=500 nodelay;",
      "limit_conn connections 70;",
      "large_client_header_buffers 2 16k;",
      "client_header_timeout 9s;",
      "client_body_timeout 9s;",
      "send_timeout 9s;",
      "set_real_ip_from 10.0.0.0/8;",
      "set_real_ip_from 2001:db8::/32;",
    ]);
  });

  it("limits nobody where that is off, and believes nobody where no proxy is trusted", () => {
    expect(routes).to.not.match(/limit_(req|conn)|set_real_ip_from|RateLimit/);
  });

  it("leads from http to https, the port named where it is not the usual one", () => {
    const redirect = (httpsPort: number) =>
      /return 308 (.*);/.exec(renderRoutes(servers, { ...settings, tls: { ...tls, httpsPort } }))?.[1];
    expect(redirect(5443)).to.equal("https://$host:5443$request_uri");
    expect(redirect(443)).to.equal("https://$host$request_uri");
    expect(routes).to.not.include("308");
  });

  it("is judged by nginx, which rejects a directive that is not one", async () => {
    const broken = routes.replace("proxy_connect_timeout", "proxy_conect_timeout");
    const { exitCode, output } = await testRoutes(docker, image.id, broken);
    expect(exitCode).to.not.equal(0);
    expect(output).to.match(/unknown directive "proxy_conect_timeout".*candidate\.conf/);
  });
});
