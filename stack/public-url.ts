/** Where a proxy is published on its host. */
export interface Published {
  readonly listenAddress: string;
  readonly port: number;
  /** Absent where TLS is off. */
  readonly httpsPort?: number;
}

/**
 * Where visitors reach the stack.
 *
 * @param everywhere the host by which a proxy is reached that listens on all addresses
 */
export function publicUrl({ listenAddress, port, httpsPort }: Published, everywhere = "localhost"): string {
  const address = isEveryAddress(listenAddress) ? everywhere : listenAddress;
  const host = address.includes(":") ? `[${address}]` : address;
  return httpsPort === undefined ? `http://${host}:${port}` : `https://${host}:${httpsPort}`;
}

/** Whether who listens there listens on all addresses of the host, as Docker writes it too. */
export function isEveryAddress(address: string): boolean {
  return ["", "0.0.0.0", "::"].includes(address);
}
