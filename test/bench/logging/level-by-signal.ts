import { createPlatform, type Platform } from "../../support/platform.ts";

/** A stack whose replicas change their log's level at a signal, between info and warn. */
export interface StackByLevel {
  readonly platform: Platform;
  /** Signals the replicas, unless they are at the level. */
  setLevel(level: Level): Promise<void>;
  /** When each replica wrote its last line, in milliseconds since the epoch. */
  lastLinesMs(): Promise<number[]>;
}

export type Level = "info" | "warn";

const signal = "SIGPWR";
const beforeRedis = "const redis = createRedis(";
const levelBySignal = `process.on("${signal}", () => { log.level = log.level === "info" ? "warn" : "info"; });`;

/** @throws Error when it cannot be deployed; nothing is left of it then */
export async function deployStackByLevel(): Promise<StackByLevel> {
  const platform = await createPlatform("embedded", { gateWatch: 0 });
  try {
    await platform.project.edit("service/main.ts", beforeRedis, `${levelBySignal}\n${beforeRedis}`);
    await platform.must("up");
    const names = await platform.containers("service");
    const replicas = names.map((name) => platform.docker.getContainer(name));
    let current: Level = "info";
    return {
      platform,
      async setLevel(level) {
        if (level !== current) await Promise.all(replicas.map((replica) => replica.kill({ signal })));
        current = level;
      },
      async lastLinesMs() {
        const lines = replicas.map((replica) => replica.logs({ stdout: true, tail: 1, timestamps: true }));
        // The engine's own time stands behind the eight bytes that say of which stream a line is.
        return (await Promise.all(lines)).map((line) => Date.parse(line.toString("utf8", 8, 32).concat("Z")));
      },
    };
  } catch (error) {
    await platform.dispose();
    throw error;
  }
}
