import { goDuration } from "../../containers/container-args.ts";
import type { ContainerDescription } from "../../containers/description.ts";
import { servicePort } from "../../release/release.ts";

/** Where a starting proxy notes the replicas' addresses. */
export const firstAddresses = "/tmp/replicas.conf";

/**
 * nginx asks for the replicas' addresses only once it runs, and refuses requests until
 * it has them. What is known as it starts serves that moment.
 */
const script = `
  getent ahostsv4 "$1" | while read -r address type _; do
    [ "$type" != STREAM ] || echo "server $address:${servicePort} max_fails=0 backup;"
  done > ${firstAddresses}
  shift
  exec "$@"`;

/** A proxy of a Swarm: its routes come as a file, in place of the volume that they are switched on. */
export function swarmProxyArgs(container: ContainerDescription, replicas: string): ContainerDescription {
  return {
    ...container,
    command: ["sh", "-c", script, "sh", replicas, ...(container.command ?? [])],
    volumes: [],
    // An update goes on to the next node when this one's proxy has been found healthy.
    healthcheck: { ...container.healthcheck, interval: goDuration(2) },
  };
}
