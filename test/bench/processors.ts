import { cpus } from "node:os";

/** Starts watching the machine's processors; the result says how busy they were since, from 0 to 1. */
export function watchProcessors(): () => number {
  const before = times();
  return () => {
    const after = times();
    const total = after.total - before.total;
    return total === 0 ? 0 : 1 - (after.idle - before.idle) / total;
  };
}

function times(): { idle: number; total: number } {
  const all = cpus().map(({ times }) => times);
  const idle = all.reduce((sum, each) => sum + each.idle, 0);
  const total = all.reduce((sum, each) => sum + each.user + each.nice + each.sys + each.irq + each.idle, 0);
  return { idle, total };
}
