import { expect } from "chai";
import supertest from "supertest";
import type { Operation } from "../../../service/api/operation.ts";
import type { Keys } from "../../../service/api/rights.ts";
import { createOperations } from "../../../service/routes/router.ts";
import { until } from "../../support/until.ts";
import { createTestApp } from "../test-app.ts";

const keys = { owner: "the-owners-key-01234", read: "the-readers-key-0123", hit: "the-hitters-key-0123" };
const strangersKey = "some-strangers-key-0";
const tokens = { ...keys, wrong: strangersKey, none: undefined } as const;
type Who = keyof typeof tokens;

const closed: Keys = keys;
const open: Keys = { owner: keys.owner, read: undefined, hit: undefined };
const ownerless: Keys = { owner: undefined, read: undefined, hit: undefined };

/** Asks as somebody, with nothing that the operation wants. */
async function askAs(
  app: ReturnType<typeof createTestApp>,
  operation: Operation,
  who: Who,
  token = tokens[who],
) {
  const path = operation.path.replace("{namespace}", "tally").replace("{key}", "votes");
  const request = supertest(app.app.callback())[operation.method](path);
  return await (token === undefined ? request : request.set("Authorization", `Bearer ${token}`));
}

describe("createRights", () => {
  const operations = createOperations(createTestApp().args).filter(({ right }) => right);

  for (const [configured, given, allowed] of [
    ["all keys", closed, { read: ["owner", "read"], hit: ["owner", "hit"], own: ["owner"] }],
    [
      "only the owner's key",
      open,
      {
        read: ["owner", "read", "hit", "wrong", "none"],
        hit: ["owner", "read", "hit", "wrong", "none"],
        own: ["owner"],
      },
    ],
  ] as const) {
    describe(`with ${configured}`, () => {
      for (const operation of operations) {
        const { method, path, right = "own" } = operation;
        it(`lets ${allowed[right].join(", ")} ask ${method.toUpperCase()} ${path}, and nobody else`, async () => {
          const app = createTestApp({ keys: given });
          const before = { ...app.counters.counts };
          for (const who of Object.keys(tokens) as Who[]) {
            const { status, headers } = await askAs(app, operation, who);
            const passed = status !== 401 && status !== 403;
            expect(passed, who).to.equal((allowed[right] as readonly Who[]).includes(who));
            if (!passed) expect(headers["www-authenticate"], who).to.match(/^Bearer realm="tally"/);
            if (!passed) expect(app.counters.counts).to.deep.equal(before);
            Object.assign(before, app.counters.counts);
          }
        });
      }
    });
  }

  it("lets nobody own without an owner key, and says so", async () => {
    const app = createTestApp({ keys: ownerless });
    for (const operation of operations.filter(({ right }) => right === "own")) {
      for (const who of Object.keys(tokens) as Who[]) {
        const { status, body } = await askAs(app, operation, who);
        expect([status, body.detail]).to.deep.equal([403, "No owner key is configured: nobody may do this."]);
      }
    }
  });

  for (const header of [
    keys.owner,
    `Basic ${keys.owner}`,
    "Bearer",
    "Bearer ",
    `Bearer ${keys.owner}x`,
    `Bearer ${keys.owner.slice(0, -1)}`,
    `Bearer ${keys.owner} ${keys.owner}`,
    `Bearer ${keys.owner.toUpperCase()}`,
    "Bearer undefined",
  ]) {
    it(`refuses Authorization: ${header}`, async () => {
      const { ask } = createTestApp({ keys: closed });
      const { status } = await ask.get("/api/v1/counters").set("Authorization", header);
      expect(status).to.equal(401);
    });
  }

  it("takes the scheme in any case", async () => {
    const { ask } = createTestApp({ keys: closed });
    const { status } = await ask.get("/api/v1/counters").set("Authorization", `bEARER ${keys.owner}`);
    expect(status).to.equal(200);
  });

  it("tells a missing key from a wrong one", async () => {
    const { ask } = createTestApp({ keys: closed });
    const missing = await ask.get("/api/v1/counters");
    const wrong = await ask.get("/api/v1/counters").set("Authorization", "Bearer wrong");
    expect(missing.headers["www-authenticate"]).to.equal('Bearer realm="tally"');
    expect(wrong.headers["www-authenticate"]).to.equal('Bearer realm="tally", error="invalid_token"');
  });

  it("lets one key serve for reading and hitting", async () => {
    const both = { owner: keys.owner, read: keys.read, hit: keys.read };
    const { ask } = createTestApp({ keys: both });
    for (const path of ["/get/tally/votes", "/hit/tally/votes"]) {
      expect((await ask.get(path).set("Authorization", `Bearer ${keys.read}`)).status).to.equal(200);
    }
  });

  for (const [method, path] of [
    ["get", "/hit/tally/votes"],
    ["head", "/hit/tally/votes"],
    ["post", "/api/v1/counters/tally/votes/hit"],
  ] as const) {
    it(`lets only a reader see what does not count by ${method.toUpperCase()} ${path}`, async () => {
      const { ask, counters } = createTestApp({ keys: closed });
      const answers = [];
      for (const key of [keys.hit, keys.owner]) {
        const request = ask[method](path).set("Sec-Purpose", "prefetch");
        answers.push(await request.set("Authorization", `Bearer ${key}`));
      }
      expect(answers.map(({ status }) => status)).to.deep.equal([401, 200]);
      const wants = 'Bearer realm="tally", error="invalid_token"';
      expect(answers[0]?.headers["www-authenticate"]).to.equal(wants);
      expect(counters.counts.votes).to.equal(0n);
    });
  }

  it("lets strangers who may hit see a value only by a hit that counts", async () => {
    const { ask } = createTestApp({ keys: { ...closed, hit: undefined } });
    expect((await ask.get("/hit/tally/votes")).body).to.deep.equal({ value: 1 });
    const { status, body } = await ask.get("/hit/tally/votes").set("Sec-Purpose", "prefetch");
    expect([status, body.value]).to.deep.equal([401, undefined]);
    const reader = await ask
      .get("/hit/tally/votes")
      .set({ "Sec-Purpose": "prefetch", Authorization: `Bearer ${keys.read}` });
    expect(reader.body).to.deep.equal({ value: 1 });
  });

  it("never shows a key, in an answer or in the log", async () => {
    const app = createTestApp({ keys: closed });
    app.counters.failure = new Error("boom");
    for (const operation of operations) {
      for (const who of ["owner", "read", "hit", "wrong"] as const) {
        const { text, headers } = await askAs(app, operation, who);
        await until(() => app.lines.length > 0);
        const shown = JSON.stringify([text, headers, app.lines.splice(0)]);
        for (const key of [...Object.values(keys), strangersKey]) expect(shown).not.to.contain(key);
      }
    }
  });
});
