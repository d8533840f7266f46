import type Docker from "dockerode";
import { openContainer } from "../../nginx/container.ts";
import { addToScrapeList, isScrapeList, setScrapeList } from "../monitoring/scrape-list.ts";
import type { RoutesInputs } from "./inputs.ts";

/** Whoever watches the replicas, and follows a switch of the routes. */
export interface Scraper {
  /** Watches the replicas of the switch besides those that it watches. A switch does not wait for it to work. */
  expect(): Promise<void>;
  /** Watches the replicas of the switch alone. @throws Error when it was not told; the switch is done then */
  settle(): Promise<void>;
  isSettled(): Promise<boolean>;
}

const nobody: Scraper = { expect: async () => {}, settle: async () => {}, isSettled: async () => true };

type Watched = Pick<RoutesInputs, "prometheus" | "release" | "replicas" | "backups">;

/** The stack's Prometheus, where it has one. */
export function openScraper(docker: Docker, inputs: Watched): Scraper {
  if (inputs.prometheus === "") return nobody;
  const prometheus = openContainer(docker, inputs.prometheus);
  return {
    expect: () => addToScrapeList(prometheus, inputs).catch(() => undefined),
    settle: () =>
      setScrapeList(prometheus, inputs).catch((cause: unknown) => {
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw new Error(`release ${inputs.release} is served, but Prometheus was not told of it: ${reason}`, {
          cause,
        });
      }),
    isSettled: () => isScrapeList(prometheus, inputs).catch(() => false),
  };
}
