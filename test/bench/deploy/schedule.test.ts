import { expect } from "chai";
import { greeting, scheduleUpdates } from "./schedule.ts";

describe("scheduleUpdates", () => {
  const updates = scheduleUpdates(21);
  const kinds = new Set(updates.map(({ kind }) => kind));

  it("carries out one of each kind before it begins again", () => {
    expect(kinds.size).to.equal(7);
    expect(scheduleUpdates(7).map(({ kind }) => kind)).to.deep.equal([...kinds]);
    expect(scheduleUpdates(20)).to.deep.equal(updates.slice(0, 20));
  });

  it("never sets what is set already", () => {
    let set: Record<string, unknown> = { replicas: 3, greeting };
    for (const update of updates) {
      const next = { ...update.settings, ...(update.greeting ? { greeting: update.greeting } : {}) };
      for (const [key, value] of Object.entries(next)) expect(value, update.kind).not.to.equal(set[key]);
      set = { ...set, ...next };
    }
  });
});
