import { once } from "node:events";
import { Agent, createServer, request } from "node:http";
import { json } from "node:stream/consumers";
import { expect } from "chai";
import { ownerKey } from "../../test-app.ts";
import { useRedisApp } from "../redis-app.ts";

describe("Export and import", () => {
  const { ask, own, create, redis, listener } = useRedisApp();

  const exportAll = async () => {
    const { status, headers, text } = await own("get", "/api/v1/export").buffer(true);
    expect([status, headers["content-type"]]).to.deep.equal([200, "application/jsonl"]);
    return text;
  };
  const importAll = (lines: string) =>
    own("post", "/api/v1/import")
      .set("Content-Type", "application/jsonl")
      .serialize((text) => text)
      .send(lines);

  it("puts back exactly what was taken out", async () => {
    for (let at = 0; at < 50; at += 1) await create("shop", `item-${at}`, String(at));
    await create("shop", "greatest", "9223372036854775807");
    await create("shop", "least", "-9223372036854775808", { uniqueVisitors: true });
    await ask("get", "/count");
    await ask("post", "/api/v1/counters/shop/item-7/hit").send({ by: "9007199254740993" });

    const first = await exportAll();
    const lines = first.trimEnd().split("\n");
    expect(lines).to.have.length(55);
    expect(lines.slice(0, 3).map((line) => JSON.parse(line).counter)).to.deep.equal([
      "tally/visits",
      "tally/total_visitors",
      "tally/votes",
    ]);

    await redis().flushall();
    const { status, body } = await importAll(first);
    expect([status, body]).to.deep.equal([200, { imported: 55 }]);
    expect(await exportAll()).to.equal(first);
    expect((await ask("get", "/get/shop/greatest")).text).to.equal('{"value":9223372036854775807}');
  });

  it("goes on behind any counter, one that is gone meanwhile too", async () => {
    for (const key of ["a", "b", "c"]) await create("shop", key);
    const all = (await exportAll()).split("\n");
    const exportAfter = async (name: string) =>
      (await own("get", `/api/v1/export?after=${name}`).buffer(true)).text.split("\n");
    expect(await exportAfter("")).to.deep.equal(all);
    expect(await exportAfter("tally/visits")).to.deep.equal(all.slice(1));
    expect(await exportAfter("shop/b")).to.deep.equal(all.slice(5));
    await own("delete", "/api/v1/counters/shop/b");
    expect(await exportAfter("shop/b")).to.deep.equal(all.slice(5));
    expect((await own("get", "/api/v1/export?after=shop")).status).to.equal(400);
  });

  it("replaces what is there, and can be repeated", async () => {
    await create("shop", "visits", "5");
    const taken = await exportAll();
    await ask("post", "/api/v1/counters/shop/visits/hit");
    for (const _ of [1, 2]) expect((await importAll(taken)).status).to.equal(200);
    expect(await exportAll()).to.equal(taken);
  });

  it("names the first bad line, and has changed nothing of it or of later lines", async () => {
    await create("shop", "a", "1");
    const [line = ""] = (await exportAll()).split("\n").filter((text) => text.includes("shop/a"));
    const lines = [
      line.replace('"1"', '"10"'),
      line.replace("shop/a", "shop b"),
      line.replace("shop/a", "shop/c"),
    ];
    const { status, headers, body } = await importAll(lines.join("\n"));
    expect([status, headers["content-type"], body.line]).to.deep.equal([400, "application/problem+json", 2]);
    expect((await ask("get", "/api/v1/values?counter=shop/a&counter=shop/c")).body.counters).to.deep.equal([
      { counter: "shop/a", value: 10, exact: "10" },
      { counter: "shop/c", value: null, exact: null },
    ]);
  });

  it("refuses a sketch that Redis cannot read, and what comes after it", async () => {
    const record = { value: "1", settings: { uniqueVisitors: true }, hours: {}, days: {} };
    const total = Buffer.from("HYLL and no sketch").toString("base64");
    const bad = { counter: "shop/bad", ...record, uniques: { total, days: {} } };
    const lines = [bad, { counter: "shop/good", ...record }].map((line) => JSON.stringify(line));
    const { status, body } = await importAll(lines.join("\n"));
    expect([status, body.line]).to.deep.equal([400, 1]);
    expect((await ask("get", "/get/shop/good")).status).to.equal(404);
  });

  it("takes newline-delimited JSON by its other name", async () => {
    const taken = await exportAll();
    const { status, body } = await importAll(taken).set("Content-Type", "application/x-ndjson");
    expect([status, body]).to.deep.equal([200, { imported: 3 }]);
  });

  it("refuses another media type, and imports nothing from nothing", async () => {
    expect((await own("post", "/api/v1/import").send({})).status).to.equal(415);
    expect((await importAll("")).body).to.deep.equal({ imported: 0 });
  });

  it("answers a bad line in the midst of a long import on a connection that can be used again", async () => {
    const service = createServer(listener()).listen(0, "127.0.0.1");
    await once(service, "listening");
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const sockets = new Set<unknown>();
    const options = {
      port: (service.address() as { port: number }).port,
      path: "/api/v1/import",
      method: "POST",
      headers: { Authorization: `Bearer ${ownerKey}`, "Content-Type": "application/jsonl" },
      agent,
    };
    for (const _ of [1, 2]) {
      const importing = request(options).end(`{\n${"x".repeat(5_000_000)}`);
      importing.once("socket", (socket) => sockets.add(socket));
      const [response] = await once(importing, "response");
      expect(await json(response)).to.include({ status: 400, line: 1 });
    }
    expect(sockets.size).to.equal(1);
    agent.destroy();
    service.close();
  });
});
