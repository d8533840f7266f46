import type Docker from "dockerode";
import { openContainer } from "../../nginx/container.ts";
import { openRunningApi } from "../commands/running-api.ts";
import { readServed } from "../commands/serving.ts";
import { listStackContainers, type StackContainer } from "../commands/stack-containers.ts";
import { ignoreGoing } from "../containers/docker.ts";
import { redisHost } from "../redis/places.ts";
import { listReleases } from "../release/stored-release.ts";
import { readCertificateEnd } from "./certificate.ts";
import { type Condition, readCondition } from "./condition.ts";
import { type ConfiguredRole, readConfiguredRoles } from "./configured-roles.ts";
import { readCounts, readCountsByApi, type StoredCounts } from "./counts.ts";
import { readLastBackup } from "./last-backup.ts";
import { type NotReady, readNotReady } from "./readiness.ts";
import { readRequestsPerSecond } from "./traffic.ts";

export type ContainerStatus = StackContainer & Condition;

/** All that there is to see of a stack at one moment. */
export interface Status {
  readonly stack: string;
  readonly release: string | undefined;
  /** Whether the switch to that release was cut short. */
  readonly unfinishedSwitch: boolean;
  /** The releases that are kept to go back to, the newest first. */
  readonly releases: readonly string[];
  readonly containers: readonly ContainerStatus[];
  /** What the configuration has and no container is of. */
  readonly missing: readonly ConfiguredRole[];
  /** Undefined where the stack's own Redis does not answer, or Tally with one that is elsewhere. */
  readonly counts: StoredCounts | undefined;
  /** Whether the release that serves counts in the stack's own Redis. */
  readonly ownRedis: boolean;
  readonly notReady: readonly NotReady[];
  /** What the replicas answer, but for health checks; undefined where none says. */
  readonly requestsPerSecond: number | undefined;
  /** What the container of the backups last said of them; null where there is none. */
  readonly lastBackup: string | null;
  /** When the proxy's certificate ends, as ISO 8601; undefined where there is none. */
  readonly certificateEnd: string | undefined;
}

/** Looks at a stack for a second or two: rates need time. @throws Error when it is not up */
export async function readStatus(docker: Docker, stack: string): Promise<Status> {
  const found = await listStackContainers(docker, stack);
  if (found.length === 0) {
    throw new Error(`stack "${stack}" is not up; npm run up -- --stack ${stack} takes it there`);
  }
  const running = (role: string) => found.filter((each) => each.role === role && each.state === "running");
  const [redis] = running("redis");
  const [proxy] = running("proxy");
  const replicas = running("service").map(({ name }) => name);
  const [served, releases = [], configured] = await Promise.all([
    readServed(docker, stack),
    orUnknown(listReleases(docker, stack)),
    readConfiguredRoles(docker, stack),
  ]);
  const { release, isUnfinished: unfinishedSwitch } = served;
  const env = releases.find(({ id }) => id === release)?.spec.env;
  const ownRedis = env ? env.REDIS_HOST === redisHost(stack) : found.some(({ role }) => role === "redis");
  // Before the traffic is looked at, of which it is a part.
  const told = ownRedis ? undefined : await readCountsByApi(() => openRunningApi(docker, stack));
  const [containers, stored, notReady, requestsPerSecond, lastBackup, certificateEnd] = await Promise.all([
    Promise.all(found.map(async (each) => ({ ...each, ...(await readCondition(docker, each)) }))),
    redis && orUnknown(readCounts(openContainer(docker, redis.name), env?.REDIS_DB)),
    proxy && orUnknown(readNotReady(openContainer(docker, proxy.name))),
    proxy && orUnknown(readRequestsPerSecond(openContainer(docker, proxy.name), replicas)),
    orUnknown(readLastBackup(docker, stack)),
    proxy && orUnknown(readCertificateEnd(docker, stack)),
  ]);
  return {
    stack,
    release,
    unfinishedSwitch,
    releases: releases.filter(({ served }) => served).map(({ id }) => id),
    containers,
    missing: configured.filter((role) => !found.some((each) => each.role === role)),
    counts: told ?? stored,
    ownRedis,
    notReady: notReady ?? [],
    requestsPerSecond,
    lastBackup: lastBackup ?? null,
    certificateEnd,
  };
}

/** Of what is stopped or replaced at this moment, nothing is known. */
async function orUnknown<Reading>(reading: Promise<Reading>): Promise<Reading | undefined> {
  try {
    return await reading;
  } catch (error) {
    ignoreGoing(error);
    return undefined;
  }
}
