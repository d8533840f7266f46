import { renderRoutes } from "../../../nginx/render.ts";
import { parseStackConfig } from "../../../stack/config/config.ts";
import { routesSettings } from "../../../stack/routes/settings.ts";
import type { SystemName } from "./contenders.ts";
import type { BenchImage } from "./images.ts";
import { alone, asInReadme, tuned } from "./peer-nginx.ts";

/** A peer as data: replicas of one image behind nginx, some with a Redis. */
export interface Peer {
  readonly image?: BenchImage;
  readonly command?: readonly string[];
  readonly replicas: number;
  readonly redis: boolean;
  /** What nginx is configured with, for replicas of these names. */
  nginx(replicas: readonly string[]): string;
  /** Whether its nginx is Tally's own image, and all has the limits that Tally's containers have. */
  readonly behindTallysProxy?: boolean;
}

export type PeerName = Exclude<SystemName, "tally" | "tally-many" | "tally-prod">;

const seeds = { image: "flask", replicas: 3, redis: true } as const;

export const peers: Readonly<Record<PeerName, Peer>> = {
  seeds: { ...seeds, nginx: asInReadme },
  gunicorn: {
    ...seeds,
    // Its workers without threads answer one request at a time and keep no connection of nginx's.
    command: ["gunicorn", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--threads", "8", "app:app"],
    nginx: tuned,
  },
  express: { image: "express", replicas: 2, redis: true, nginx: tuned },
  bare: { image: "bare", replicas: 3, redis: false, nginx: tallysRoutes, behindTallysProxy: true },
  nginx: { replicas: 0, redis: false, nginx: alone },
};

/** The routes that Tally's proxy has with the settings of the benchmark, to other replicas. */
export function tallysRoutes(replicas: readonly string[]): string {
  const config = parseStackConfig("bench", {
    "tally:rateLimit": "off",
    // What shares no writes is quicker when all take part.
    "tally:replicasAtOnce": String(replicas.length),
  });
  const servers = replicas.map((name) => ({ name }));
  return renderRoutes(servers, routesSettings(config, 1, undefined));
}
