import { expect } from "chai";
import { renderUpstream } from "../../nginx/upstream.ts";
import { linesOf } from "./rendered-lines.ts";

const settings = { servicePort: 8000 };
const servers = [{ name: "b", address: "10.0.0.2" }, { name: "a", address: "10.0.0.1" }, { name: "c" }];

describe("renderUpstream", () => {
  const peers = linesOf(renderUpstream(servers, settings)).filter((line) => line.startsWith("server "));

  it("lists the replicas in the order given, each found again by its name", () => {
    const named = peers.filter((peer) => peer.includes(" resolve"));
    expect(named.map((peer) => peer.split(" ")[1])).to.deep.equal(["b:8000", "a:8000", "c:8000"]);
  });

  it("has the address of the moment as a backup, where it is known", () => {
    const backups = peers.filter((peer) => / backup;$/.test(peer));
    expect(backups.map((peer) => peer.split(" ")[1])).to.deep.equal(["10.0.0.2:8000", "10.0.0.1:8000"]);
    expect(peers).to.have.length(5);
  });

  it("puts no replica aside after a single failure", () => {
    for (const peer of peers) expect(peer).to.include(" max_fails=0");
  });

  it("puts one aside for a moment where a single name is all of them", () => {
    const [many = ""] = linesOf(renderUpstream([{ name: "all", addresses: "all.conf" }], settings)).filter(
      (line) => line.startsWith("server "),
    );
    expect(many).to.include("all:8000 resolve max_fails=1 fail_timeout=2s;");
  });

  it("keeps connections, for less long than a replica does", () => {
    const [, seconds] = /keepalive_timeout (\d+)s;/.exec(renderUpstream(servers, settings)) ?? [];
    expect(Number(seconds)).to.be.within(1, 64);
  });
});
