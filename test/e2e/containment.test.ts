import { createServer, type Server } from "node:net";
import { expect } from "chai";
import { openContainer } from "../../nginx/container.ts";
import { processLimit } from "../../stack/process-limits/process-limits.ts";
import { anyEngine } from "../support/engines.ts";
import { createPlatform, type Platform } from "../support/platform.ts";

/** Said by whatever must not be reached. */
const greeting = "you-are-outside";

// What must not work, as scripts that any container of the stack can run. bash is all that each of them
// has to connect with; su says whether a bit that makes root of somebody counts for anything.
const identity = "id -u; cat /proc/self/status";
const becomeRoot = "su=$(command -v su) && [ -u $su ] && echo setuid; echo | su -c 'id -u' 2>&1";
const places = "/ /etc /usr/bin /usr/local /app /root /var/log /opt /sys/fs/cgroup";
const write = `for place in ${places}; do : > $place/tally-was-here && echo $place; done 2>/dev/null; true`;
const runOwn = "cp /bin/true /tmp/true && /tmp/true 2>&1 && echo ran; rm -f /tmp/true";
const fork = `i=0; while [ $i -lt ${processLimit + 50} ]; do sleep 1 & i=$((i + 1)); done 2>&1; wait`;
const reach = (host: string, port: number) =>
  `timeout 2 bash -c 'read -r -t 1 line < /dev/tcp/${host}/${port}; echo "$line"' 2>/dev/null; true`;

for (const engine of anyEngine) {
  describe(`inside the containers of a stack on the ${engine} engine`, function () {
    this.timeout(120_000);
    let platform: Platform;
    let outside: Server;
    let outsidePort: number;
    const [proxy, redis, service] = ["proxy", "redis", "service"] as const;

    before(async () => {
      platform = await createPlatform(engine, { replicas: 1, gateWatch: 0 });
      await platform.must("up");
      outside = createServer((socket) => socket.end(`${greeting}\n`).on("error", () => {}));
      await new Promise<void>((resolve) => outside.listen(0, "0.0.0.0", resolve));
      outsidePort = (outside.address() as { port: number }).port;
    });

    after(async () => {
      outside?.close();
      await platform?.dispose();
    });

    async function nameOf(role: Part): Promise<string> {
      const [name = "none"] = await platform.containers(role);
      return name;
    }

    async function inside(role: Part, script: string): Promise<string> {
      return (await openContainer(platform.docker, await nameOf(role)).run(script)).output;
    }

    for (const role of [proxy, redis, service]) {
      it(`nobody in ${role} is root, or becomes it`, async () => {
        const status = await inside(role, identity);
        expect(status).to.match(/^10001\n/);
        expect(status.match(/^Cap(Inh|Prm|Eff|Bnd|Amb):\t0+$/gm)).to.have.length(5);
        expect(status).to.match(/^NoNewPrivs:\t1$/m);
        expect(await inside(role, becomeRoot))
          .to.match(/^setuid\n/)
          .and.not.match(/^0$/m);
      });

      it(`nothing in ${role} can be written but to memory and its own volume`, async () => {
        expect(await inside(role, write)).to.equal("");
        expect(await inside(role, runOwn)).to.match(/denied/i);
      });
    }

    for (const role of [redis, service]) {
      it(`${role} reaches nothing outside, by no address and no name`, async () => {
        const tries = (await hostAddresses(platform)).map((host) => inside(role, reach(host, outsidePort)));
        expect((await Promise.all(tries)).join("")).to.equal("");
        // Docker's own DNS asks others for a long while before it gives up.
        expect(await inside(role, "timeout 3 getent hosts example.org; true")).to.equal("");
      });
    }

    it("all of it works where nothing prevents it", async () => {
      const { Image } = await platform.docker.getContainer(await nameOf(redis)).inspect();
      const container = await platform.docker.createContainer({
        Image,
        User: "0:0",
        Cmd: ["sleep", "600"],
        Labels: { "tally.stack": platform.stack },
      });
      await container.start();
      const run = async (script: string) =>
        (await openContainer(platform.docker, container.id).run(script)).output;
      expect(await run(identity))
        .to.match(/^0\n/)
        .and.match(/^CapEff:\t0*[1-9a-f]/m)
        .and.match(/^NoNewPrivs:\t0$/m);
      expect(await run(becomeRoot)).to.match(/^setuid\n0$/);
      expect(await run(write))
        .to.include("/etc")
        .and.include("/usr/bin");
      expect(await run(runOwn)).to.equal("ran");
      const tries = (await hostAddresses(platform)).map((host) => run(reach(host, outsidePort)));
      expect((await Promise.all(tries)).join("")).to.include(greeting);
      expect(await run(fork)).to.equal("");
      await container.remove({ force: true });
    });

    it("the listener outside is reached by who has a way, and a replica by its neighbours", async () => {
      const { Gateway } = await networkOf(platform, await nameOf(proxy), "public");
      expect(await inside(proxy, reach(Gateway, outsidePort))).to.equal(greeting);
      const answer = `curl --silent --max-time 5 http://${await nameOf(service)}:8000/livez`;
      expect(await inside(proxy, answer)).to.include("alive");
    });

    it("the proxy does not reach Redis, by name or by address, and a replica does", async () => {
      const name = await nameOf(redis);
      const { IPAddress } = await networkOf(platform, name, "back");
      // Something else may take the connection where a network does so for every address: Redis must answer.
      const ping = (host: string) => `timeout 2 bash -c '
      exec 3<> /dev/tcp/${host}/6379; echo PING >&3; read -r -t 1 line <&3; echo "$line"' 2>/dev/null; true`;
      for (const host of [name, IPAddress]) {
        expect(await inside(proxy, ping(host)), host).to.not.match(/NOAUTH|PONG/);
        expect(await inside(service, ping(host)), host).to.match(/^-NOAUTH/);
      }
    });

    it("the proxy has none of the secrets, and a replica cannot change them", async () => {
      expect(await inside(proxy, "ls -A /run/secrets 2>/dev/null; true")).to.equal("");
      expect(await inside(service, "ls /run/secrets")).to.match(/^redis-password$/m);
      expect(await inside(service, "echo x > /run/secrets/redis-password")).to.match(/read-only/i);
      const password = await inside(redis, "cat /run/secrets/redis-password");
      expect(password).to.match(/^[0-9a-f]{64}$/);
      for (const role of [proxy, redis, service]) {
        const seen = "cat /proc/[0-9]*/environ /proc/[0-9]*/cmdline | tr '\\0' '\\n'";
        expect(await inside(role, seen)).to.not.include(password);
      }
    });

    it("a replica cannot fork without end, and the stack goes on serving", async () => {
      expect(await inside(service, fork)).to.match(/fork/i);
      expect((await platform.fetch("/livez")).status).to.equal(200);
    });
  });
}

type Part = "proxy" | "redis" | "service";

async function networkOf({ docker, stack }: Platform, container: string, part: string) {
  const { NetworkSettings } = await docker.getContainer(container).inspect();
  const network = NetworkSettings.Networks[`tally-${stack}-${part}`];
  if (network === undefined) throw new Error(`${container} is not on ${part}`);
  return network;
}

/** Where the host is, seen from Docker's networks: the stack's own and the default one. */
async function hostAddresses({ docker, stack }: Platform): Promise<string[]> {
  const names = ["bridge", ...["public", "front", "back"].map((part) => `tally-${stack}-${part}`)];
  const networks = await Promise.all(names.map((name) => docker.getNetwork(name).inspect()));
  return networks.flatMap(({ IPAM }) => IPAM?.Config?.[0]?.Gateway ?? []);
}
