import type Docker from "dockerode";

/** The host of an engine that is reached over a network: there it publishes; undefined for one of this machine. */
export function engineHost(docker: Docker): string | undefined {
  // Brackets are part of a URL, and not of an address.
  return (docker.modem as { host?: string }).host?.replace(/^\[(.*)\]$/, "$1");
}
