import { expect } from "chai";
import { renderRoutes } from "../../nginx/render.ts";
import type { RoutesSettings } from "../../nginx/settings.ts";
import { switchRoutes } from "../../nginx/switch.ts";
import { until } from "../support/until.ts";
import { givenNetwork } from "./given-network.ts";
import { type RawAnswer, sendRaw } from "./raw-request.ts";

const settings: RoutesSettings = {
  servicePort: 8000,
  requestTimeoutSeconds: 1,
  maxBodyKilobytes: 8,
  clients: { maxHeaderKilobytes: 16, timeoutSeconds: 1, trustedProxies: [] },
};

const long = "a".repeat(9 * 1024);
const header = "Host: localhost\r\nConnection: close\r\n";

/** What nginx refuses by itself, by the status that it should answer with. */
const refusals: Readonly<Record<string, [number, string]>> = {
  "what is no HTTP": [400, "GARBAGE\r\n\r\n"],
  "a path that is none": [400, `GET %zz HTTP/1.1\r\n${header}\r\n`],
  "a request without a host": [400, "GET / HTTP/1.1\r\n\r\n"],
  "a request of HTTP/1.0 without a host": [400, "GET / HTTP/1.0\r\n\r\n"],
  "two lengths": [400, `POST / HTTP/1.1\r\n${header}Content-Length: 1\r\nContent-Length: 2\r\n\r\n`],
  "a length beside an encoding": [
    400,
    `POST / HTTP/1.1\r\n${header}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
  ],
  TRACE: [405, `TRACE / HTTP/1.1\r\n${header}\r\n`],
  "a body that is too large": [413, `POST / HTTP/1.1\r\n${header}Content-Length: 9216\r\n\r\n${long}`],
  "an address that is too long": [414, `GET /${long} HTTP/1.1\r\n${header}\r\n`],
  "a header that is too large": [431, `GET / HTTP/1.1\r\n${header}Cookie: ${long}\r\n\r\n`],
  "an encoding that it does not know": [501, `POST / HTTP/1.1\r\n${header}Transfer-Encoding: gzip\r\n\r\n`],
  "HTTP/3 as text": [505, `GET / HTTP/3.0\r\n${header}\r\n`],
};

describe("the proxy's own errors", function () {
  this.timeout(30_000);
  const given = givenNetwork();

  it("are problems before there are routes", async () => {
    const answer = await sendRaw(given.network.url, `GET / HTTP/1.1\r\n${header}\r\n`);
    expectProblem(answer, 503);
    expect(answer.headers.get("retry-after")).to.equal("1");
    await switchRoutes(given.network.proxy, {
      routes: renderRoutes([given.upstream], settings),
      release: "new",
    });
  });

  for (const [what, [status, request]] of Object.entries(refusals)) {
    it(`answer ${what}: ${status}`, async () => {
      const before = (await given.upstream.seen()).length;
      const answer = await sendRaw(given.network.url, request);
      expectProblem(answer, status);
      expectReadable(answer);
      expect(await given.upstream.seen()).to.have.length(before);
    });
  }

  it("pass no request of HTTP/0.9 on, which has no host and gets no status", async () => {
    const before = (await given.upstream.seen()).length;
    expect((await sendRaw(given.network.url, "GET /\r\n")).status).to.be.NaN;
    expect(await given.upstream.seen()).to.have.length(before);
  });

  it("say that a replica took too long: 504", async () => {
    await given.upstream.behave({ release: "new", holds: true });
    const answer = await sendRaw(given.network.url, `GET /readyz HTTP/1.1\r\n${header}\r\n`);
    await given.upstream.behave({ release: "new" });
    expectProblem(answer, 504);
    expectReadable(answer);
    expect(answer.headers.get("retry-after")).to.equal("1");
  });

  it("leave a replica's own errors and headers as they are", async () => {
    await given.upstream.behave({
      release: "new",
      status: 404,
      headers: { "X-Frame-Options": "SAMEORIGIN" },
    });
    const response = await given.network.ask();
    await given.upstream.behave({ release: "new" });
    expect(response.status).to.equal(404);
    expect(await response.json()).to.include({ release: "new" });
    expect(response.headers.get("x-frame-options")).to.equal("SAMEORIGIN");
  });

  it("add what a replica's answer lacks", async () => {
    const { headers } = await given.network.ask();
    expect(headers.get("x-content-type-options")).to.equal("nosniff");
    expect(headers.get("x-frame-options")).to.equal("DENY");
    expect(headers.get("server")).to.equal("nginx");
    expect(headers.get("retry-after")).to.equal(null);
  });

  it("leave to a replica who may read its answers, and whether they are kept", async () => {
    await given.upstream.behave({ release: "new", status: 429, headers: { "X-Request-Id": "a" } });
    const { headers } = await given.network.ask();
    await given.upstream.behave({ release: "new" });
    const names = ["Access-Control-Allow-Origin", "Access-Control-Expose-Headers", "Cache-Control"];
    for (const name of names) expect(headers.get(name), name).to.equal(null);
  });

  it("end slow headers and slow bodies, and what is answered meanwhile", async () => {
    const slow = ["GET / HTTP/1.1\r\n", `POST / HTTP/1.1\r\n${header}Content-Length: 9\r\n\r\nab`];
    const many = Array.from({ length: 20 }, () => slow).flat();
    const before = (await given.upstream.seen()).length;
    const startedAt = performance.now();
    const ended = many.map((request) => sendRaw(given.network.url, request));
    expect((await given.network.ask()).status).to.equal(200);
    for (const { status } of await Promise.all(ended)) expect(status).to.be.NaN;
    expect(performance.now() - startedAt).to.be.at.least(900);
    expect(await given.upstream.seen()).to.have.length(before + 1);
  });

  it("say that no replica answers: 502", async () => {
    await given.upstream.crash();
    let answer: RawAnswer | undefined;
    await until(async () => {
      answer = await sendRaw(given.network.url, `GET /readyz HTTP/1.1\r\n${header}\r\n`);
      return answer.status === 502;
    }, 10_000);
    if (answer === undefined) throw new Error("there is no answer");
    expectProblem(answer, 502);
    expectReadable(answer);
    expect(answer.headers.get("retry-after")).to.equal("1");
  });
});

function expectProblem({ status, headers, body }: RawAnswer, expected: number): void {
  expect(status, body).to.equal(expected);
  expect(headers.get("content-type")).to.equal("application/problem+json");
  const id = headers.get("x-request-id");
  expect(id).to.match(/^[0-9a-f]{32}$/);
  const problem = JSON.parse(body);
  expect(problem).to.include({ type: "about:blank", status: expected, requestId: id });
  expect(problem.title).to.be.a("string").and.not.equal("");
  expect(problem.detail).to.match(/^[A-Z].*\.$/);
  expect(headers.get("content-security-policy")).to.match(/^default-src 'none';/);
  expect(headers.get("x-content-type-options")).to.equal("nosniff");
  expect(headers.get("x-frame-options")).to.equal("DENY");
  expect(headers.get("referrer-policy")).to.equal("no-referrer");
  expect(headers.get("server")).to.equal("nginx");
}

/** By scripts of every origin, at this moment. */
function expectReadable({ headers }: RawAnswer): void {
  expect(headers.get("access-control-allow-origin")).to.equal("*");
  expect(headers.get("access-control-expose-headers")).to.equal("Retry-After, X-Request-Id");
  expect(headers.get("cache-control")).to.equal("no-store");
}
