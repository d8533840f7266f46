import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { freePort } from "../support/free-port.ts";

const script = fileURLToPath(new URL("../../service/health-check.ts", import.meta.url));

async function check(port: number, ...args: string[]): Promise<number> {
  const [code] = await once(
    spawn(process.execPath, [script, ...args], { env: { PORT: String(port) } }),
    "exit",
  );
  return code;
}

async function checkServer(listener: RequestListener, ...args: string[]): Promise<number> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    return await check((server.address() as { port: number }).port, ...args);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe("health-check.ts", () => {
  it("exits 0 when /livez answers 200", async () => {
    const paths: (string | undefined)[] = [];
    const code = await checkServer((request, response) => {
      paths.push(request.url);
      response.end("alive");
    });
    expect(code).to.equal(0);
    expect(paths).to.deep.equal(["/livez"]);
  });

  it("exits 1 when it answers anything else", async () => {
    expect(await checkServer((_, response) => response.writeHead(503).end())).to.equal(1);
  });

  it("asks all that visitors ask as a gate, by what counts nothing, and takes no failure", async () => {
    const asked: [string | undefined, unknown][] = [];
    const listener =
      (failing?: string): RequestListener =>
      (request, response) => {
        asked.push([request.url, request.headers["x-tally-probe"]]);
        response.writeHead(request.url === failing ? 503 : 200).end();
      };
    expect(await checkServer(listener(), "gate")).to.equal(0);
    expect(asked).to.have.deep.members([
      ["/readyz", "gate"],
      ["/", "gate"],
      ["/count", "gate"],
    ]);
    for (const path of ["/readyz", "/", "/count"]) {
      expect(await checkServer(listener(path), "gate"), path).to.equal(1);
    }
  });

  it("exits 1 when nobody listens", async () => {
    expect(await check(await freePort())).to.equal(1);
  });

  it("exits 1 within five seconds when there is no answer", async () => {
    const startMs = performance.now();
    expect(await checkServer(() => {})).to.equal(1);
    expect(performance.now() - startMs).to.be.below(5000);
  });
});
