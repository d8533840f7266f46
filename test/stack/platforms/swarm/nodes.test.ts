import { expect } from "chai";
import type Docker from "dockerode";
import { surveyNodes } from "../../../../stack/platforms/swarm/nodes.ts";
import { failureOf } from "../../../support/failure.ts";

const node = (name: string, cpus: number, ...labels: string[]) => ({
  ID: name,
  Spec: { Labels: Object.fromEntries(labels.map((label) => [label, "true"])) },
  Status: { Addr: `192.0.2.${cpus}` },
  Description: { Hostname: name, Resources: { NanoCPUs: cpus * 1e9 } },
});

const swarmOf = (...nodes: ReturnType<typeof node>[]) =>
  ({ listNodes: async () => nodes }) as unknown as Docker;

describe("surveyNodes", () => {
  const store = node("store", 8, "tally.redis");
  const [first, second] = [node("first", 4, "tally.proxy"), node("second", 2, "tally.proxy")];

  it("finds out what nodes have to offer", async () => {
    expect(await surveyNodes(swarmOf(store, first, second), true)).to.deep.equal({
      proxyAddress: "192.0.2.4",
      proxyCpus: 2,
      mostCpus: 8,
    });
  });

  it("refuses a Swarm without a node for nginx, and says how to choose one", async () => {
    expect(await failureOf(surveyNodes(swarmOf(store), true))).to.match(
      /tally\.proxy.* docker node update --label-add tally\.proxy=true NODE$/,
    );
  });

  it("refuses another number of nodes for Redis than one, as its data stay where they are", async () => {
    expect(await failureOf(surveyNodes(swarmOf(first), true))).to.match(
      /exactly one node .* and no node has it: docker node update --label-add tally\.redis=true NODE$/,
    );
    const twice = swarmOf(store, node("other", 1, "tally.redis"), first);
    expect(await failureOf(surveyNodes(twice, true))).to.include("and store, other have it");
  });

  it("needs none where Redis is elsewhere", async () => {
    expect(await surveyNodes(swarmOf(first), false)).to.include({ proxyCpus: 4 });
  });
});
