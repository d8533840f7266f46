import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { objectName } from "../../stack/containers/names.ts";
import { redisPasswordFile } from "../../stack/secrets/secret-plan.ts";
import { createPair } from "../support/certificates.ts";
import { lastEngine } from "../support/engines.ts";
import { freePort } from "../support/free-port.ts";
import { askHttps } from "../support/https.ts";
import { createPlatform, type Platform } from "../support/platform.ts";
import { collectTraces, findSecrets, type Traces, watchProcesses } from "../support/traces.ts";

const pair = createPair();
const keys = Object.fromEntries(
  ["ownerKey", "readKey", "hitKey", "backupKey"].map((name) => [name, randomBytes(24).toString("hex")]),
);
const keyLines = pair.key.split("\n").filter((line) => /^[\w+/]{20}/.test(line));

for (const engine of lastEngine) {
  describe(`the secrets of a stack on the ${engine} engine`, function () {
    this.timeout(180_000);
    const outputs = new Map<string, string>();
    const secrets: Record<string, string> = { ...keys };
    let platform: Platform;
    let httpsPort: number;
    let processes: Traces;

    before(async () => {
      httpsPort = await freePort();
      // The engine with a state, where it is there.
      platform = await createPlatform(engine, {
        ...{ replicas: 1, gateWatch: 0, backup: "1h", logLevel: "trace" },
        ...{ tls: "files", tlsCertificateFile: "certificate.pem", tlsKeyFile: "key.pem", httpsPort },
      });
      await platform.project.write("certificate.pem", pair.certificate);
      await platform.project.write("key.pem", pair.key);
      for (const [index, line] of keyLines.entries()) secrets[`line ${index} of the TLS key`] = line;
    });

    after(() => platform?.dispose());

    it("are all at work", async () => {
      const given = Object.entries(keys).flatMap(([name, key]) => ["--secret-config", `${name}=${key}`]);
      processes = await watchProcesses(platform, async () => {
        await tell("up", ...given);
        secrets["old password"] = await password();
        await tell("rotate-password");
        secrets.password = await password();
        await tell("backup");
      });
      for (const command of ["status", "outputs"]) await tell(command);
      const { ownerKey = "", readKey = "", hitKey = "" } = keys;
      expect(await ask("POST", "/api/v1/counters/tally/visits/hit", hitKey)).to.equal(200);
      expect(await ask("GET", "/api/v1/counters/tally/visits", readKey)).to.equal(200);
      expect(await ask("GET", "/api/v1/counters", ownerKey)).to.equal(200);
      // Whoever mistakes one for another is refused; that is logged.
      expect(await ask("GET", "/api/v1/counters", hitKey)).to.be.within(401, 403);
      expect(Object.keys(secrets)).to.have.length.at.least(7);
      expect(secrets.password)
        .to.match(/^\w{64}$/)
        .and.not.equal(secrets["old password"]);
    });

    it("are in no process list, on the machine or in a container, while they are deployed and rotated", () => {
      const [redis, service] = ["redis", "service"].map((part) => objectName(platform.stack, part)) as [
        string,
        string,
      ];
      expect(processes.get(`processes of ${redis}`)).to.include("redis-server");
      expect([...processes.keys()].join("\n")).to.include(`processes of ${service}`);
      expect(findSecrets(processes, secrets)).to.deep.equal([]);
    });

    it("are in nothing that a command says", async () => {
      await tell("logs");
      expect(outputs.get("logs")).to.include("/api/v1/counters");
      expect(findSecrets(outputs, secrets)).to.deep.equal([]);
    });

    it("are in no image, container, environment, log, state or settings in clear", async () => {
      const traces = await collectTraces(platform);
      expect(traces.get("settings")).to.match(/tally:ownerKey:\s+secure: v1:/);
      const states = [...traces.keys()].filter((place) => place.startsWith("state "));
      if (platform.engine === "pulumi") expect(states).to.not.deep.equal([]);
      expect(findSecrets(traces, secrets)).to.deep.equal([]);
    });

    it("would be found in each of these places", async () => {
      const planted = randomBytes(24).toString("hex");
      const name = objectName(platform.stack, "planted");
      const container = await platform.docker.createContainer({
        name,
        Image: (await platform.docker.getContainer(objectName(platform.stack, "redis")).inspect()).Image,
        Cmd: ["sh", "-c", 'echo "$PLANTED"; sleep 600 & wait', planted],
        Env: [`PLANTED=${planted}`],
        Labels: { "tally.stack": platform.stack },
        HostConfig: { Init: true },
      });
      const image = `tally-${platform.stack}-redis:planted`;
      const waiting = spawn("sh", ["-c", "read line", planted]);
      const watched = await watchProcesses(platform, () => container.start());
      waiting.kill();
      await container.commit({
        repo: image.split(":")[0],
        tag: "planted",
        changes: `LABEL planted=${planted}`,
      });
      const state = Buffer.from(planted).toString("base64");
      await writeFile(join(platform.stateDirectory, "planted.json"), state);
      const file = `Pulumi.${platform.stack}.yaml`;
      await platform.project.write(file, `${await platform.project.read(file)}# ${planted}\n`);

      const all = ["container", "log of", "processes of", "environment of"].map(
        (place) => `${place} ${name}`,
      );
      const expected = [...all, `image ${image}`, "state planted.json", "settings"];
      expect(findSecrets(await collectTraces(platform), { planted })).to.have.members(
        expected.map((place) => `planted in ${place}`),
      );
      expect(findSecrets(watched, { planted })).to.have.members(
        ["the machine", name].map((place) => `planted in processes of ${place}`),
      );
    });

    async function tell(command: string, ...args: string[]): Promise<void> {
      outputs.set(command, (await platform.must(command, ...args)).output);
    }

    async function password(): Promise<string> {
      const redis = objectName(platform.stack, "redis");
      return (await platform.project.run("docker", ["exec", redis, "cat", redisPasswordFile])).stdout;
    }

    async function ask(method: string, path: string, key: string): Promise<number | undefined> {
      const headers = { Authorization: `Bearer ${key}` };
      return (await askHttps({ port: httpsPort, ca: pair.certificate, method, path, headers })).status;
    }
  });
}
