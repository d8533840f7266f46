import type { ServerResponse } from "node:http";
import { expect } from "chai";
import { isUnreachable, type PullResult, pullImage } from "../../../../stack/machine/images/pull.ts";
import { type FakeEngine, startFakeEngine } from "../fake-engine.ts";

describe("pullImage", () => {
  let engine: FakeEngine;
  afterEach(() => engine.dispose());

  async function pull(
    create: (response: ServerResponse) => void,
    patienceMs?: number,
    reference = "nginx:1.30",
  ): Promise<PullResult> {
    engine = await startFakeEngine({ create: (_, response) => create(response) });
    return pullImage({ docker: engine.docker, reference, report: () => {}, patienceMs });
  }
  const failWith = (status: number, message: string) => (response: ServerResponse) => {
    response.writeHead(status).end(JSON.stringify({ message }));
  };

  it("pulls the tag that was asked for", async () => {
    expect(await pull((response) => response.end('{"status":"Pulling"}\r\n'))).to.deep.equal({
      kind: "pulled",
    });
    expect(engine.created[0]?.query.get("fromImage")).to.equal("nginx");
    expect(engine.created[0]?.query.get("tag")).to.equal("1.30");
  });

  it("pulls the digest that was asked for, whatever its tag names by now", async () => {
    const digest = `sha256:${"0a".repeat(32)}`;
    await pull((response) => response.end('{"status":"Pulling"}\r\n'), undefined, `nginx:1.30@${digest}`);
    expect(engine.created[0]?.query.get("fromImage")).to.equal("nginx:1.30");
    expect(engine.created[0]?.query.get("tag")).to.equal(digest);
  });

  it("knows a registry that cannot be found", async () => {
    const reason = 'Get "https://r/v2/": dial tcp: lookup r: no such host';
    expect(await pull(failWith(500, reason))).to.deep.equal({ kind: "unreachable", reason });
  });

  it("takes a refusal for a refusal", async () => {
    expect(await pull(failWith(404, "manifest for nginx:1.30 not found"))).to.include({ kind: "refused" });
  });

  it("sees a failure that comes after the first word", async () => {
    const result = await pull((response) =>
      response.end('{"status":"Pulling"}\r\n{"error":"unauthorized: authentication required"}\r\n'),
    );
    expect(result).to.deep.equal({ kind: "refused", reason: "unauthorized: authentication required" });
  });

  it("sees a connection that breaks underway", async () => {
    const result = await pull((response) => {
      response.write('{"status":"Pulling"}\r\n', () => response.destroy());
    });
    expect(result).to.include({ kind: "refused" });
  });

  it("gives up on a registry that says nothing", async () => {
    expect(await pull(() => {}, 50)).to.deep.equal({
      kind: "unreachable",
      reason: "no answer within 0.05 s",
    });
  });

  it("waits for the rest once the first word has come", async () => {
    const result = await pull((response) => {
      response.write('{"status":"Pulling"}\r\n');
      setTimeout(() => response.end('{"status":"done"}\r\n'), 150);
    }, 50);
    expect(result).to.deep.equal({ kind: "pulled" });
  });
});

describe("isUnreachable", () => {
  for (const message of [
    'Get "https://r/v2/": dial tcp: lookup r on 10.0.0.1:53: no such host',
    'Get "https://r/v2/": dial tcp 192.0.2.1:443: connect: connection refused',
    'Get "https://r/v2/": dial tcp 192.0.2.1:443: i/o timeout',
    'Get "https://r/v2/": net/http: TLS handshake timeout',
    "net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)",
    'Get "https://r/v2/": proxyconnect tcp: dial tcp: lookup proxy: Temporary failure in name resolution',
    'Get "https://r/v2/": x509: certificate signed by unknown authority',
    'Get "https://r/v2/": tls: failed to verify certificate: x509: certificate signed by unknown authority',
  ]) {
    it(`is so for ${message}`, () => {
      expect(isUnreachable(message)).to.equal(true);
    });
  }

  for (const message of [
    "manifest for nginx:0 not found: manifest unknown: manifest unknown",
    "pull access denied for nginx, repository does not exist or may require 'docker login'",
    "toomanyrequests: You have reached your pull rate limit",
    "no space left on device",
  ]) {
    it(`is not so for ${message}`, () => {
      expect(isUnreachable(message)).to.equal(false);
    });
  }
});
