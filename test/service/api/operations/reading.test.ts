import { expect } from "chai";
import { useRedisApp } from "../redis-app.ts";

describe("Reading counters", () => {
  const { ask, own, create, redis } = useRedisApp();
  const path = "/api/v1/counters/shop/visits";

  describe("GET /api/v1/counters/{namespace}/{key}", () => {
    it("does not count", async () => {
      await create("shop", "visits", "9007199254740993");
      for (const _ of [1, 2]) {
        expect((await ask("get", path)).text).to.equal(
          '{"counter":"shop/visits","value":9007199254740993,"exact":"9007199254740993"}',
        );
      }
    });

    it("answers 404 where there is no such counter", async () => {
      const { status, body } = await ask("get", path);
      expect([status, body.detail]).to.deep.equal([404, "There is no counter shop/visits."]);
    });

    for (const name of ["a%20b/c", "a/%2F", "%C3%A9/c", "%E0%A4%A/c", `${"x".repeat(65)}/c`, "a/%00"]) {
      it(`answers 400 to ${name.slice(0, 20)} and says what would be right`, async () => {
        const { status, body } = await ask("get", `/api/v1/counters/${name}`);
        expect(status).to.equal(400);
        expect(body.errors[0].detail).to.equal(
          "must be 1 to 64 of the characters A-Z, a-z, 0-9, _, . and -, not dots alone",
        );
      });
    }
  });

  describe("GET /api/v1/values", () => {
    it("reads many in their order, and null where there is none", async () => {
      await create("b", "two", "9223372036854775807");
      const { text } = await ask("get", "/api/v1/values?counter=b/two&counter=no/one&counter=tally/visits");
      expect(text).to.equal(
        '{"counters":[{"counter":"b/two","value":9223372036854775807,"exact":"9223372036854775807"},' +
          '{"counter":"no/one","value":null,"exact":null},{"counter":"tally/visits","value":0,"exact":"0"}]}',
      );
    });

    it("reads a hundred and refuses more, or none", async () => {
      const query = (count: number) => Array.from({ length: count }, (_, at) => `counter=a/${at}`).join("&");
      expect((await ask("get", `/api/v1/values?${query(100)}`)).body.counters).to.have.length(100);
      for (const count of [0, 101]) {
        const { status, body } = await ask("get", `/api/v1/values?${query(count)}`);
        expect([status, body.detail]).to.deep.equal([400, "counter must be given 1 to 100 times."]);
      }
    });

    for (const name of ["../b", "a/.", "a/..."]) {
      it(`refuses ${name}, which no path can name`, async () => {
        const { status, body } = await ask("get", `/api/v1/values?counter=${name}`);
        expect(status).to.equal(400);
        expect(body.detail).to.match(/not dots alone/);
      });
    }

    it("names the one that is no counter's name", async () => {
      const { status, body } = await ask("get", "/api/v1/values?counter=a/b&counter=ab");
      expect([status, body.errors[0].name]).to.deep.equal([400, "counter.1"]);
    });
  });

  describe("GET /api/v1/counters", () => {
    it("lists page by page", async () => {
      for (const key of ["a", "b", "c"]) await create("shop", key, "1");
      await create("other", "d");
      const first = await own("get", "/api/v1/counters?prefix=shop/&limit=2");
      expect(first.body.counters.map(({ counter }: { counter: string }) => counter)).to.deep.equal([
        "shop/a",
        "shop/b",
      ]);
      const second = await own("get", `/api/v1/counters?prefix=shop/&limit=2&cursor=${first.body.next}`);
      expect(second.body).to.deep.equal({ counters: [{ counter: "shop/c", value: 1, exact: "1" }] });
    });

    it("takes an empty cursor for the first page", async () => {
      await create("shop", "a", "1");
      const { status, body } = await own("get", "/api/v1/counters?prefix=shop/&cursor=");
      expect([status, body.counters.length]).to.deep.equal([200, 1]);
    });

    for (const query of ["limit=0", "limit=1001", "limit=x", "limit=1&limit=2", "cursor=x", "prefix=a/b/c"]) {
      it(`refuses ?${query}`, async () => {
        const { status, body } = await own("get", `/api/v1/counters?${query}`);
        expect([status, body.errors[0].in]).to.deep.equal([400, "query"]);
      });
    }

    it("ignores a parameter that it does not know", async () => {
      expect((await own("get", "/api/v1/counters?cache=no")).status).to.equal(200);
    });
  });

  it("fails for a broken counter alone, and says what helps", async () => {
    for (const key of ["a", "b"]) await create("shop", key, "1");
    await redis().set("tally:counter:shop/a", "007");
    const broken =
      "The counter shop/a is broken: its key tally:counter:shop/a in Redis holds no whole number of 64 bits. Its owner can reset it, which mends it.";
    const shown = [
      { counter: "shop/a", value: null, exact: null, broken },
      { counter: "shop/b", value: 1, exact: "1" },
    ];
    const values = await ask("get", "/api/v1/values?counter=shop/a&counter=shop/b");
    expect(values.body).to.deep.equal({ counters: shown });
    expect((await own("get", "/api/v1/counters?prefix=shop/")).body).to.deep.equal({ counters: shown });
    for (const [method, path] of [
      ["get", "/api/v1/counters/shop/a"],
      ["get", "/api/v1/counters/shop/a/history"],
      ["post", "/api/v1/counters/shop/a/hit"],
      ["get", "/get/shop/a"],
    ] as const) {
      const { status, body } = await ask(method, path);
      expect([status, body.detail], path).to.deep.equal([500, broken]);
    }
    expect((await own("post", "/api/v1/counters/shop/a/reset")).status).to.equal(200);
    expect((await ask("get", "/get/shop/a")).body).to.deep.equal({ value: 0 });
  });

  describe("GET history and visitors", () => {
    it("leaves out hours and days that cannot be", async () => {
      await create("shop", "visits", "7");
      await redis().hset("tally:history:shop/visits", { d100000001: "3", h99999999: "3" });
      const { status, body } = await ask("get", `${path}/history`);
      expect([status, body.hours, body.beforeHours, body.days, body.beforeDays]).to.deep.equal([
        200,
        [],
        7,
        [],
        7,
      ]);
    });

    for (const [what, spoil] of [
      ["text", () => redis().set("tally:history:shop/visits", "x")],
      ["no buckets", () => redis().hset("tally:history:shop/visits", "d20000", "x")],
    ] as const) {
      it(`says that the counter is broken whose history is ${what}, and a reset mends it`, async () => {
        await create("shop", "visits", "7");
        await spoil();
        const { status, body } = await ask("get", `${path}/history`);
        expect(status).to.equal(500);
        expect(body.detail).to.match(/^The counter shop\/visits is broken: .*reset it/);
        expect((await own("post", `${path}/reset`)).status).to.equal(200);
        expect((await ask("get", `${path}/history`)).status).to.equal(200);
      });
    }

    it("shows hours and days that add up to the value", async () => {
      await create("shop", "visits", "100");
      const startMs = Date.now();
      await ask("post", `${path}/hit`).send({ by: 5 });
      const { body } = await ask("get", `${path}/history`);
      expect(body).to.include({ counter: "shop/visits", value: 105, beforeHours: 100, beforeDays: 100 });
      expect(body.hours).to.have.length(1);
      expect(body.days).to.have.length(1);
      expect(body.days[0].count).to.equal(5);
      expect(body.days[0].start).to.match(/T00:00:00\.000Z$/);
      expect(Date.parse(body.hours[0].start)).to.be.within(startMs - 3_600_000, Date.now());
    });

    it("says that visitors are not known where they are not counted", async () => {
      await create("shop", "visits");
      expect((await ask("get", `${path}/visitors`)).body).to.deep.equal({
        counter: "shop/visits",
        visitors: null,
        days: [],
      });
    });

    it("shows the unique visitors of a counter that counts them", async () => {
      await create("shop", "visits", "0", { uniqueVisitors: true });
      const { body } = await ask("get", `${path}/visitors`);
      expect(body).to.deep.equal({ counter: "shop/visits", visitors: 0, days: [] });
    });

    it("answers 404 where there is no such counter", async () => {
      for (const what of ["history", "visitors"]) {
        expect((await ask("get", `${path}/${what}`)).status).to.equal(404);
      }
    });
  });
});
