import { expect } from "chai";
import type { z } from "zod";
import { parseJson } from "../../../service/api/json.ts";
import {
  counterJson,
  historyJson,
  listJson,
  valuesJson,
  visitorsJson,
} from "../../../service/api/schemas.ts";
import { useRedisApp } from "./redis-app.ts";

describe("The schemas of the API", () => {
  const { ask, own, create } = useRedisApp();

  beforeEach(async () => {
    await create("shop", "visits", "9007199254740993");
    await create("shop", "people", "-1", { uniqueVisitors: true });
    for (const key of ["visits", "people"]) await ask("post", `/api/v1/counters/shop/${key}/hit`);
  });

  for (const [path, schema, parse] of [
    ["/api/v1/counters/shop/visits", counterJson, parseJson],
    ["/api/v1/counters/tally/votes", counterJson, parseJson],
    ["/api/v1/values?counter=shop/people&counter=no/counter", valuesJson, parseJson],
    ["/api/v1/counters?prefix=shop", listJson, parseJson],
    ["/api/v1/counters?limit=1", listJson, parseJson],
    ["/api/v1/counters/shop/visits/history", historyJson, parseJson],
    ["/api/v1/counters/shop/visits/visitors", visitorsJson, JSON.parse],
    ["/api/v1/counters/shop/people/visitors", visitorsJson, JSON.parse],
    ["/api/v1/counters/tally/visits/visitors", visitorsJson, JSON.parse],
  ] as readonly [string, z.ZodObject, (text: string) => unknown][]) {
    it(`describe the answer of ${path}, and all of it`, async () => {
      const { status, text } = await own("get", path);
      expect(status).to.equal(200);
      const parsed = schema.strict().safeParse(parse(text));
      expect(parsed.error?.issues ?? []).to.deep.equal([]);
    });
  }
});
