import * as pulumi from "@pulumi/pulumi";
import type { Labels } from "./containers/labels.ts";
import { objectName } from "./containers/names.ts";
import type { OnPlatform } from "./platforms/platform.ts";

export interface NetworksArgs extends OnPlatform {
  readonly stack: string;
  readonly labels: Labels;
  /** Whether replicas must reach a Redis outside the stack. */
  readonly externalRedis: boolean;
  /** Whether replicas must reach a collector of traces. */
  readonly traces: boolean;
  /** Whether something watches the stack. */
  readonly monitoring: boolean;
}

/**
 * The networks, so that each container reaches its neighbours only: the
 * proxy is published by `public`, reaches the replicas over `front` and has no
 * way to Redis, which the replicas reach over `back`. Neither `front` nor
 * `back` leads out of the stack, not even to the host; `outside` does, where Redis or a
 * collector of traces is elsewhere, and `monitoring`, which publishes what watches the
 * replicas over `front`.
 */
export class Networks extends pulumi.ComponentResource {
  readonly public: pulumi.Output<string>;
  readonly front: pulumi.Output<string>;
  /** The one of `back` and `outside` that leads to Redis. */
  readonly store: pulumi.Output<string>;
  /** Those that replicas are on. */
  readonly replicas: readonly pulumi.Output<string>[];
  readonly monitoring: pulumi.Output<string> | undefined;

  constructor(name: string, args: NetworksArgs, options?: pulumi.ComponentResourceOptions) {
    super("tally:stack:Networks", name, {}, options);
    const network = (part: string, internal: boolean) =>
      args.platform.network(
        `${part}-network`,
        { name: objectName(args.stack, part), internal, labels: args.labels },
        // A network that is in use can't be replaced: an older stack gets sealed ones after it was down.
        { parent: this, ignoreChanges: ["options"] },
      );
    this.public = network("public", false);
    this.front = network("front", true);
    const back = network("back", true);
    // A network of its own: an existing one can't be opened while containers are on it.
    const outside = args.externalRedis || args.traces ? network("outside", false) : undefined;
    this.store = (args.externalRedis && outside) || back;
    this.replicas = [...new Set([this.front, this.store, outside ?? this.store])];
    this.monitoring = args.monitoring ? network("monitoring", false) : undefined;
    this.registerOutputs({
      public: this.public,
      front: this.front,
      store: this.store,
      monitoring: this.monitoring,
    });
  }
}
