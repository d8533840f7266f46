import { expect } from "chai";
import { useRedisApp } from "../redis-app.ts";

describe("Changing counters", () => {
  const { ask, own, create } = useRedisApp();
  const path = "/api/v1/counters/shop/visits";

  describe("POST /api/v1/counters", () => {
    it("creates a counter with a start value, and says where it is", async () => {
      const { status, headers, text } = await own("post", "/api/v1/counters").send({
        namespace: "shop",
        key: "visits",
        value: "-9223372036854775808",
      });
      expect(status).to.equal(201);
      expect(headers.location).to.equal(path);
      expect(text).to.equal(
        '{"counter":"shop/visits","value":-9223372036854775808,"exact":"-9223372036854775808"}',
      );
      expect((await ask("get", path)).text).to.equal(text);
    });

    it("starts at 0 where nothing else is said", async () => {
      const { body } = await own("post", "/api/v1/counters").send({ namespace: "a", key: "b" });
      expect(body).to.deep.equal({ counter: "a/b", value: 0, exact: "0" });
    });

    it("refuses a name that is taken, and one that is reserved", async () => {
      await create("shop", "visits", "3");
      const again = await own("post", "/api/v1/counters").send({ namespace: "shop", key: "visits" });
      expect(again.status).to.equal(409);
      expect((await ask("get", path)).body.value).to.equal(3);
      const reserved = await own("post", "/api/v1/counters").send({ namespace: "tally", key: "mine" });
      expect(reserved.status).to.equal(403);
    });

    it("names everything that is wrong at once", async () => {
      const answer = await own("post", "/api/v1/counters").send({ namespace: "a b", value: 1.5, extra: 1 });
      expect(answer.status).to.equal(400);
      const part = "must be 1 to 64 of the characters A-Z, a-z, 0-9, _, . and -, not dots alone";
      expect(answer.body.errors).to.have.deep.members([
        { in: "body", name: "namespace", detail: part },
        { in: "body", name: "key", detail: part },
        {
          in: "body",
          name: "value",
          detail:
            "must be a whole number from -9223372036854775808 to 9223372036854775807, or a string of its digits",
        },
        { in: "body", name: "extra", detail: "is not known here" },
      ]);
    });

    for (const body of ["null", "[]", "1", '"a"']) {
      it(`refuses ${body} for a body`, async () => {
        const answer = await own("post", "/api/v1/counters").type("json").send(body);
        expect(answer.status).to.equal(400);
        expect(answer.body.detail).to.equal("the body must be a JSON object.");
      });
    }
  });

  describe("PUT, reset and DELETE", () => {
    it("sets a counter, but only one that there is", async () => {
      expect((await own("put", path).send({ value: 1 })).status).to.equal(404);
      await create("shop", "visits");
      const { text } = await own("put", path).send({ value: "9007199254740993" });
      expect(text).to.contain('"value":9007199254740993,');
      const { status, body } = await own("put", path).send({});
      expect([status, body.errors[0].name]).to.deep.equal([400, "value"]);
    });

    it("resets a counter and its history", async () => {
      await create("shop", "visits");
      await ask("post", `${path}/hit`);
      expect((await own("post", `${path}/reset`)).body).to.deep.equal({
        counter: "shop/visits",
        value: 0,
        exact: "0",
      });
      expect((await ask("get", `${path}/history`)).body).to.deep.include({ hours: [], days: [] });
    });

    it("deletes a counter, but none that is built in", async () => {
      await create("shop", "visits");
      const { status, text } = await own("delete", path);
      expect([status, text]).to.deep.equal([204, ""]);
      expect((await ask("get", path)).status).to.equal(404);
      expect((await own("delete", path)).status).to.equal(404);
      expect((await own("delete", "/api/v1/counters/tally/visits")).status).to.equal(409);
    });
  });
});
