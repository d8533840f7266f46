import { expect } from "chai";
import { useRedisApp } from "../redis-app.ts";

describe("POST /api/v1/counters/{namespace}/{key}/hit", () => {
  const { ask, own, create } = useRedisApp();
  const path = "/api/v1/counters/shop/visits/hit";

  it("counts one, and answers with the counter", async () => {
    await create("shop", "visits");
    const { status, headers, text } = await ask("post", path);
    expect([status, text]).to.deep.equal([200, '{"counter":"shop/visits","value":1,"exact":"1"}']);
    expect(headers["content-type"]).to.equal("application/json; charset=utf-8");
  });

  for (const [body, after] of [
    ["{}", 1n],
    ['{"by":41}', 41n],
    ['{"by":41.0}', 41n],
    ['{"by":4.1e1}', 41n],
    ['{"by":"41"}', 41n],
    ['{"by":9007199254740993}', 2n ** 53n + 1n],
    ['{"by":"9223372036854775807"}', 2n ** 63n - 1n],
    ['{"by":9223372036854775807}', 2n ** 63n - 1n],
  ] as const) {
    it(`counts ${body} exactly`, async () => {
      await create("shop", "visits");
      const { text } = await ask("post", path).type("json").send(body);
      expect(text).to.equal(`{"counter":"shop/visits","value":${after},"exact":"${after}"}`);
    });
  }

  for (const body of [
    '{"by":0}',
    '{"by":-1}',
    '{"by":1.5}',
    '{"by":1e400}',
    '{"by":9223372036854775808}',
    '{"by":"9223372036854775808"}',
    '{"by":"1e3"}',
    '{"by":"0"}',
    '{"by":null}',
    '{"by":true}',
  ]) {
    it(`refuses ${body}, says what would be right and counts nothing`, async () => {
      await create("shop", "visits", "7");
      const answer = await ask("post", path).type("json").send(body);
      expect(answer.status).to.equal(400);
      expect(answer.body.errors).to.deep.equal([
        {
          in: "body",
          name: "by",
          detail: "must be a whole number from 1 to 9223372036854775807, or a string of its digits",
        },
      ]);
      expect((await ask("get", "/get/shop/visits")).body).to.deep.equal({ value: 7 });
    });
  }

  it("refuses an overflow and counts nothing", async () => {
    await create("shop", "visits", "9223372036854775806");
    const answer = await ask("post", path).send({ by: 2 });
    expect(answer.status).to.equal(409);
    expect(answer.body.detail).to.contain("64 bits");
    expect((await ask("get", "/get/shop/visits")).text).to.equal('{"value":9223372036854775806}');
  });

  it("does not let a stranger create a counter, but the owner", async () => {
    expect((await ask("post", path)).status).to.equal(404);
    expect((await own("post", path)).body).to.include({ value: 1 });
    expect((await ask("post", path)).body).to.include({ value: 2 });
  });

  it("counts the built-in counters, and knows no others in their namespace", async () => {
    expect((await ask("post", "/api/v1/counters/tally/votes/hit")).body).to.include({ value: 1 });
    expect((await own("post", "/api/v1/counters/tally/other/hit")).status).to.equal(404);
  });

  it("only reads for a request that counts for nothing", async () => {
    await create("shop", "visits", "5");
    expect((await ask("post", path).set("Sec-Purpose", "prefetch")).body).to.include({ value: 5 });
  });
});

describe("POST /api/v1/counters/{namespace}/{key}/hit where strangers may create two counters", () => {
  const { ask, own } = useRedisApp({ strangersMayCreate: 2 });

  it("lets strangers create two, and the owner more", async () => {
    const statuses: number[] = [];
    for (const key of ["a", "b", "c", "a"]) {
      statuses.push((await ask("post", `/api/v1/counters/shop/${key}/hit`)).status);
    }
    expect(statuses).to.deep.equal([200, 200, 403, 200]);
    expect((await own("post", "/api/v1/counters/shop/c/hit")).status).to.equal(200);
  });
});
