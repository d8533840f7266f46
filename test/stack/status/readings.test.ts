import { expect } from "chai";
import type Docker from "dockerode";
import { readUsage } from "../../../stack/status/condition.ts";
import { readRequestsPerSecond, sumRequests } from "../../../stack/status/traffic.ts";

const mebibyte = 1024 * 1024;

function stats(details: object, busy = 250): Docker.ContainerStats {
  return {
    memory_stats: { usage: 100 * mebibyte, limit: 256 * mebibyte, stats: details },
    cpu_stats: { cpu_usage: { total_usage: 1000 + busy }, system_cpu_usage: 5000, online_cpus: 2 },
    precpu_stats: { cpu_usage: { total_usage: 1000 }, system_cpu_usage: 4000 },
  } as unknown as Docker.ContainerStats;
}

const metrics = (visits: number) =>
  [
    "# TYPE tally_http_request_duration_seconds histogram",
    `tally_http_request_duration_seconds_count{method="GET",route="/count",status="200"} ${visits}`,
    `tally_http_request_duration_seconds_count{method="POST",route="/vote",status="503"} 5`,
    'tally_http_request_duration_seconds_count{method="GET",route="/readyz",status="200"} 1000',
    'tally_http_request_duration_seconds_bucket{le="1",method="GET",route="/count",status="200"} 7000',
  ].join("\n");

describe("readUsage", () => {
  it("leaves out memory that the kernel only keeps for later, in either version of control groups", () => {
    for (const details of [{ total_inactive_file: 40 * mebibyte }, { inactive_file: 40 * mebibyte }]) {
      expect(readUsage(stats(details))).to.deep.equal({
        memoryBytes: 60 * mebibyte,
        memoryLimitBytes: 256 * mebibyte,
        cpus: 0.5,
      });
    }
  });

  it("knows no load of a container that was looked at once", () => {
    const once = { ...stats({}), precpu_stats: { cpu_usage: { total_usage: 0 } } } as Docker.ContainerStats;
    expect(readUsage(once).cpus).to.equal(undefined);
  });
});

describe("sumRequests", () => {
  it("adds up all replicas' requests, but for health checks", () => {
    expect(sumRequests(`${metrics(10)}\n${metrics(20)}\n`)).to.equal(40);
  });

  it("knows nothing where no replica has metrics", () => {
    expect(sumRequests("")).to.equal(undefined);
    expect(sumRequests("404 page not found")).to.equal(undefined);
  });
});

describe("readRequestsPerSecond", () => {
  it("compares two looks", async () => {
    const answers = [metrics(0), metrics(500)];
    const scripts: string[][] = [];
    const run = async (...words: string[]) => {
      scripts.push(words.slice(1));
      return { exitCode: 0, output: answers.shift() ?? "" };
    };
    const found = await readRequestsPerSecond({ name: "proxy", run }, ["a", "b"]);
    expect(found).to.be.within(300, 501);
    expect(scripts[0]).to.deep.equal(["http://a:9464/metrics", "http://b:9464/metrics"]);
  });
});
