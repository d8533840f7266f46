import { expect } from "chai";
import { prepareMachine } from "../../../stack/machine/machine.ts";
import { type FakeEngine, startFakeEngine } from "./fake-engine.ts";

describe("prepareMachine", () => {
  let engine: FakeEngine;
  afterEach(() => engine.dispose());

  async function prepare(baseImages: Partial<Record<"node" | "nginx" | "redis", string>>): Promise<string[]> {
    const lines: string[] = [];
    const report = (line: string) => void lines.push(line);
    const all = { node: undefined, nginx: undefined, redis: undefined, ...baseImages };
    await prepareMachine({ docker: engine.docker, report, baseImages: all });
    return lines;
  }

  it("changes nothing and says nothing where everything is there", async () => {
    engine = await startFakeEngine({
      images: ["node:24-slim", "tally-base/nginx:forky", "registry.example/redis:8"],
    });
    expect(await prepare({ redis: "registry.example/redis:8" })).to.deep.equal([]);
    expect(engine.requests).to.include("GET /_ping");
    expect(engine.created).to.deep.equal([]);
  });

  it("pulls what is missing", async () => {
    engine = await startFakeEngine({ images: ["node:24-slim", "redis:8"] });
    expect(await prepare({})).to.deep.equal(["Pulling nginx:1.30", "Pulled nginx:1.30"]);
    expect(engine.created.map(({ query }) => `${query.get("fromImage")}:${query.get("tag")}`)).to.deep.equal([
      "nginx:1.30",
    ]);
  });
});
