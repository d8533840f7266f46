const pauseMs = 100;
let saidAt = Number.NEGATIVE_INFINITY;

const levels: Readonly<Record<string, string>> = { failed: "error", unremoved: "warn" };

/** Writes one line of JSON. */
export function say(event: string, details: Readonly<Record<string, unknown>>): void {
  const level = levels[event] ?? "info";
  process.stdout.write(`${JSON.stringify({ level, time: new Date().toISOString(), event, ...details })}\n`);
}

/** As `say`, but not more often than anybody can follow. */
say.sometimes = (event: string, details: Readonly<Record<string, unknown>>): void => {
  if (performance.now() - saidAt < pauseMs) return;
  saidAt = performance.now();
  say(event, details);
};
