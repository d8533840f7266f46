/** One update, as data. */
export interface Update {
  readonly kind: string;
  /** Settings that change, without their namespace. */
  readonly settings: Readonly<Record<string, number>>;
  /** The greeting on the home page, which stands for the sources of the service. */
  readonly greeting?: string;
  /** How the release that serves afterwards relates to those that served before. */
  readonly release: "same" | "new" | "previous";
  /** How many replicas serve afterwards. */
  readonly replicas: number;
}

/** How many replicas a stack has unless it says otherwise, and how many it is scaled to. */
const replicas = 3;
const moreReplicas = 5;

/** The greeting in the sources as they are. */
export const greeting = "Welcome";

export const noOp = "identical up";

/** That many updates, in turns of one of each kind; each changes something against what serves by then. */
export function scheduleUpdates(count: number): Update[] {
  const updates: Update[] = [];
  for (let turn = 1; updates.length < count; turn += 1) updates.push(...oneOfEach(turn));
  return updates.slice(0, count);
}

function oneOfEach(turn: number): Update[] {
  const none = { settings: {}, release: "same", replicas } as const;
  return [
    { ...none, kind: noOp },
    { ...none, kind: "new release", greeting: `A warm welcome ${turn}`, release: "new" },
    { ...none, kind: "back to previous release", greeting, release: "previous" },
    { ...none, kind: "scale up", settings: { replicas: moreReplicas }, replicas: moreReplicas },
    { ...none, kind: "scale down", settings: { replicas } },
    { ...none, kind: "changed setting", settings: { redisRetryDelayMs: 500 + turn }, release: "new" },
    { ...none, kind: "changed nginx setting", settings: { clientTimeout: 15 + turn } },
  ];
}
