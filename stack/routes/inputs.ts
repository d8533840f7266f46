import type { RoutesSettings } from "../../nginx/settings.ts";
import type { Certificate } from "../tls/certificate.ts";

/** What a change of routes is made from. */
export interface RoutesInputs {
  readonly stack: string;
  /** The proxy's container, by name. */
  readonly proxy: string;
  /** The network on which the proxy reaches the replicas. */
  readonly network: string;
  readonly release: string;
  /** The replicas' containers, by name. */
  readonly replicas: readonly string[];
  readonly settings: RoutesSettings;
  /** Absent where TLS is off. */
  readonly certificate?: Certificate;
  /** The container of the stack's Prometheus, by name; "" where there is none. */
  readonly prometheus: string;
  /** The container of the backups' schedule, by name, where there is one. */
  readonly backups: readonly string[];
  /** The image that makes them on demand too, by name: it is kept where no container runs it. */
  readonly backupImage: string;
  /** How long a replica may take to become ready, in seconds. */
  readonly gateTimeoutSeconds: number;
  /** How long it is then watched, in seconds. */
  readonly gateWatchSeconds: number;
  /** How many releases are kept to go back to. */
  readonly keepReleases: number;
}
