import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import type Docker from "dockerode";
import { selfSignedPair } from "../../nginx/certificate.ts";
import type { ExecResult } from "../../nginx/container.ts";
import { selfSignedScript } from "../../nginx/scripts.ts";
import { routesDirectory } from "../../nginx/tls.ts";
import { testLabels } from "../support/abandoned-objects.ts";

const pair = `${routesDirectory}/${selfSignedPair}`;
const script =
  `(${selfSignedScript}) && `.replaceAll("$1", pair).replaceAll("$2", "DNS:localhost") +
  `printf %s "$1" > /etc/nginx/routes/candidate.conf && ` +
  `sed s/current.conf/candidate.conf/ /etc/nginx/nginx.conf > /tmp/candidate.conf && ` +
  "exec nginx -t -c /tmp/candidate.conf";

/** Lets nginx itself judge routes, which may name a self-signed pair, in a container that is thrown away. */
export async function testRoutes(docker: Docker, image: string, routes: string): Promise<ExecResult> {
  const container = await docker.createContainer({
    Image: image,
    Cmd: ["sh", "-c", script, "sh", routes],
    Labels: testLabels("nginx"),
    HostConfig: { NetworkMode: "none" },
  });
  try {
    const stream = await container.attach({ stream: true, stdout: true, stderr: true });
    const output = new PassThrough();
    docker.modem.demuxStream(stream, output, output);
    stream.once("end", () => output.end());
    await container.start();
    const [written, { StatusCode }] = await Promise.all([text(output), container.wait()]);
    return { exitCode: StatusCode, output: written };
  } finally {
    await container.remove({ force: true, v: true });
  }
}
