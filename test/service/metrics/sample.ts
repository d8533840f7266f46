type Labels = Readonly<Record<string, string>>;

/** Reads single values from a text in Prometheus's format; undefined where there is no such one. */
export function sample(text: string): (name: string, labels?: Labels) => number | undefined {
  const values = new Map<string, number>();
  for (const [, name = "", labels = "", value] of text.matchAll(/^(\w+)(?:\{(.*)\})? (\S+)$/gm)) {
    const pairs = [...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = "", label = ""]) => [key, label]);
    values.set(keyOf(name, Object.fromEntries(pairs)), Number(value));
  }
  return (name, labels = {}) => values.get(keyOf(name, labels));
}

function keyOf(name: string, labels: Labels): string {
  return JSON.stringify([name, Object.entries(labels).sort()]);
}
