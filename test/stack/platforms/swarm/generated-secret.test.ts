import { expect } from "chai";
import provider from "../../../../stack/platforms/swarm/generated-secret-provider.ts";

describe("a generated secret", () => {
  const generated = { value: "generated once" };

  it("is another one each time that it is made", async () => {
    const [one, another] = [await provider.create({}), await provider.create({})];
    expect(one.outs?.value)
      .to.match(/^[0-9a-f]{64}$/)
      .and.not.equal(another.outs?.value);
  });

  it("is never changed, and stays what it is in an update", async () => {
    expect(await provider.diff?.("generated", generated, {})).to.deep.equal({ changes: false });
    expect((await provider.update?.("generated", generated, {}))?.outs).to.deep.equal(generated);
  });
});
