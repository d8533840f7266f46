import type { StackConfig } from "./config/config.ts";

type Published = Pick<StackConfig, "listenAddress" | "port" | "httpsPort" | "tls">;

/** Where visitors reach the stack, as seen from its host. */
export function publicUrl({ listenAddress, port, httpsPort, tls }: Published): string {
  const host = listenAddress === "0.0.0.0" ? "localhost" : listenAddress;
  return tls === "off" ? `http://${host}:${port}` : `https://${host}:${httpsPort}`;
}
