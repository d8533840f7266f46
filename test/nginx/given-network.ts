import { createTestNetwork, type TestNetwork, type Upstream } from "./test-network.ts";

/** What the tests of one block find. */
export interface Given {
  readonly network: TestNetwork;
  readonly upstream: Upstream;
}

/** Gives a block of tests one network, with an upstream of the release `new` and no routes yet. */
export function givenNetwork(prepare: (given: Given) => unknown = () => undefined): Given {
  const given: { network?: TestNetwork; upstream?: Upstream } = {};

  before(async () => {
    given.network = await createTestNetwork();
    given.upstream = await given.network.startUpstream("new");
    await prepare(given as Given);
  });
  after(() => given.network?.dispose());

  return given as Given;
}
