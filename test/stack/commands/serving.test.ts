import { expect } from "chai";
import { readServed } from "../../../stack/commands/serving.ts";
import { connectDocker } from "../../../stack/containers/docker.ts";

const routesTo = (release: string) =>
  `upstream tally {\n    server tally-dev-service-${release}-1:8000 resolve max_fails=0;\n}`;
const starting = "server {\n    listen 8080;\n}";

describe("readServed", () => {
  const read = (files: Readonly<Record<string, string>>) =>
    readServed(connectDocker(), "dev", {
      name: "proxy",
      async run(script) {
        const output = files[/(\w+)\.conf$/.exec(script)?.[1] ?? ""];
        return { exitCode: output === undefined ? 1 : 0, output: output ?? "No such file" };
      },
    });

  it("is what was switched to completely", async () => {
    const served = await read({ current: routesTo("aaaa"), proven: routesTo("aaaa") });
    expect(served).to.deep.equal({ release: "aaaa", proven: "aaaa", isUnfinished: false });
  });

  it("is what a switch has brought that was cut short, the first one too", async () => {
    const served = await read({ current: routesTo("bbbb"), proven: routesTo("aaaa") });
    expect(served).to.deep.equal({ release: "bbbb", proven: "aaaa", isUnfinished: true });
    const first = await read({ current: routesTo("bbbb") });
    expect(first).to.deep.equal({ release: "bbbb", proven: undefined, isUnfinished: true });
  });

  it("tells a switch to other settings by the routes", async () => {
    const { proven, isUnfinished } = await read({ current: `${routesTo("a")}\n#`, proven: routesTo("a") });
    expect([proven, isUnfinished]).to.deep.equal(["a", true]);
  });

  it("is nothing where the proxy routes to no release, or is not there", async () => {
    const nothing = { release: undefined, proven: undefined, isUnfinished: false };
    expect(await read({ current: starting })).to.deep.equal(nothing);
    expect(await readServed(connectDocker(), "never-made")).to.deep.equal(nothing);
  });
});
