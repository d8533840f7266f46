export interface Target {
  readonly health: "up" | "down" | "unknown";
  readonly lastError: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** A deployed Prometheus, asked over its API. */
export interface PrometheusApi {
  targets(): Promise<Target[]>;
  /** The value of an expression that has one; undefined where it has none. */
  value(expression: string): Promise<number | undefined>;
}

export function askPrometheus(port: number): PrometheusApi {
  async function get<T>(path: string): Promise<T> {
    const response = await fetch(`http://127.0.0.1:${port}/api/v1/${path}`);
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return ((await response.json()) as { data: T }).data;
  }

  return {
    async targets() {
      return (await get<{ activeTargets: Target[] }>("targets?state=active")).activeTargets;
    },
    async value(expression) {
      type Answer = { result: { value: [number, string] }[] };
      const { result } = await get<Answer>(`query?query=${encodeURIComponent(expression)}`);
      return result[0] && Number(result[0].value[1]);
    },
  };
}
