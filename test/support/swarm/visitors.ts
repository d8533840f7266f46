import { type Load, type LoadReport, startLoad } from "../load.ts";
import { expectNothingLost, join, steadyLoad, type Tallied, watchUpdate } from "../lossless.ts";

/** Whom a node answers: its address. */
type Nodes = readonly { readonly address: string }[];

/** Visitors of a stack by the proxies of several nodes, and what they were told. */
export interface Visitors {
  /** What was counted for sure. */
  readonly tallied: Readonly<Tallied>;
  /** How many requests have failed, which may have counted. */
  readonly failed: number;
  /** Visits once. @returns whether that was counted */
  visit(node: { readonly address: string }): Promise<boolean>;
  /** Come while something happens. @throws AssertionError when a request fails or a number is handed out twice */
  loseNothing(nodes: Nodes, action: () => Promise<unknown>): Promise<void>;
  /** Come while something breaks, and until nothing fails any more. @returns how many requests failed */
  survive(nodes: Nodes, action: () => Promise<unknown>): Promise<number>;
  /** Ends what a test that failed has left. */
  leave(): Promise<void>;
}

export function createVisitors(port: number): Visitors {
  const tallied: Tallied = { visits: 0, votes: 0 };
  let failed = 0;
  let loads: Load[] = [];
  const urlOf = ({ address }: { address: string }) => `http://${address}:${port}`;

  async function leave(): Promise<LoadReport> {
    const reports = await Promise.all(loads.map((load) => load.stop()));
    loads = [];
    return join(reports);
  }

  async function lap(action: () => Promise<unknown>): Promise<LoadReport> {
    const happening = action();
    // Who watches it looks at it only when the first answers are there.
    happening.catch(() => {});
    return join(await Promise.all(loads.map((load) => watchUpdate(load, () => happening))));
  }

  function come(nodes: Nodes): void {
    loads = nodes.map((node) => startLoad({ url: urlOf(node), requestsPerSecond: steadyLoad }));
  }

  return {
    tallied,
    get failed() {
      return failed;
    },
    async visit(node) {
      const answer = await fetch(`${urlOf(node)}/count`).catch(() => undefined);
      if (answer?.ok) tallied.visits += 1;
      else failed += 1;
      return answer?.ok === true;
    },
    async loseNothing(nodes, action) {
      come(nodes);
      const reports = [await lap(action)];
      expectNothingLost(join([...reports, await leave()]), tallied);
    },
    async survive(nodes, action) {
      come(nodes);
      const reports = [await lap(action)];
      do reports.push(await lap(async () => undefined));
      while ((reports.at(-1)?.failures.length ?? 0) > 0);
      reports.push(await leave());
      const report = join(reports);
      expectNothingLost({ ...report, failures: [] }, tallied);
      failed += report.failures.length;
      return report.failures.length;
    },
    async leave() {
      await leave();
    },
  };
}
