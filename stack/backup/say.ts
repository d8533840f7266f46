const pauseMs = 100;
let saidAt = Number.NEGATIVE_INFINITY;

/** Writes one line of JSON. */
export function say(event: string, details: Readonly<Record<string, unknown>>): void {
  const level = event === "failed" ? "error" : "info";
  process.stdout.write(`${JSON.stringify({ level, time: new Date().toISOString(), event, ...details })}\n`);
}

/** As `say`, but not more often than anybody can follow. */
say.sometimes = (event: string, details: Readonly<Record<string, unknown>>): void => {
  if (performance.now() - saidAt < pauseMs) return;
  saidAt = performance.now();
  say(event, details);
};
