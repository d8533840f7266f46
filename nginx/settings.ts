/** What the user may set of the proxy; all of it is changed by a reload. */
export interface RoutesSettings {
  readonly servicePort: number;
  /** The longest that a replica may take for an answer. */
  readonly requestTimeoutSeconds: number;
  /** The largest request body that is let through. */
  readonly maxBodyKilobytes: number;
  /** To how many replicas hits go at a time; without it, to all. */
  readonly replicasAtOnce?: number;
  /** What is logged: every request from "debug" down, at "info" what no replica logs, then failures (log.ts). */
  readonly logLevel?: LogLevel;
  /** Without it, what nginx itself allows. */
  readonly clients?: ClientSettings;
  /** Absent where TLS is off. */
  readonly tls?: TlsSettings;
}

export type LogLevel = "trace" | "debug" | "info" | "warn" | "error" | "fatal" | "silent";

/** What one client may do; clients are told apart by their addresses. */
export interface ClientSettings {
  /** Absent where clients are not limited. */
  readonly limit?: ClientLimit;
  /** The largest request header; one line of it may be half as large. */
  readonly maxHeaderKilobytes: number;
  /** The longest that a client may take for a header, and be silent in a body or while it takes an answer. */
  readonly timeoutSeconds: number;
  /** Addresses and networks of proxies that are believed whom they forward for. */
  readonly trustedProxies: readonly string[];
}

export interface ClientLimit {
  readonly requestsPerSecond: number;
  /** How many requests more may come at once. */
  readonly burst: number;
  /** How many requests may be under way at once. */
  readonly connections: number;
}

export interface TlsSettings {
  /** The file with certificate and key, below the proxy's routes. */
  readonly pair: string;
  /** Where the host publishes it: what a redirect leads to. */
  readonly httpsPort: number;
  /** Whether browsers are told to use nothing but https from now on. */
  readonly hsts: boolean;
}
