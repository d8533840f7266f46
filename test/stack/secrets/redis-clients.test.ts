import { expect } from "chai";
import { parseClients, replicaClients } from "../../../stack/secrets/redis-clients.ts";

/** A line as Redis 8 writes it, without most of its fields. */
function line(id: number, name: string, flags: string, library: string): string {
  return `id=${id} addr=172.18.0.3:41 laddr=172.18.0.2:6379 fd=9 name=${name} flags=${flags} cmd=ping lib-name=${library} lib-ver=6.0.0`;
}

describe("parseClients", () => {
  const clients = parseClients(
    [
      line(7, "tally:tally-dev-service-abc-1", "N", "ioredis(password-file)"),
      line(8, "tally:tally-dev-service-old-1", "N", "ioredis"),
      line(9, "", "S", ""),
      "",
    ].join("\r\n"),
  );

  it("tells replicas, those that read the password again, and backups", () => {
    expect(clients).to.deep.equal([
      { id: 7, name: "tally:tally-dev-service-abc-1", readsFile: true, copies: false },
      { id: 8, name: "tally:tally-dev-service-old-1", readsFile: false, copies: false },
      { id: 9, name: "", readsFile: false, copies: true },
    ]);
    expect(replicaClients(clients).map(({ id }) => id)).to.deep.equal([7, 8]);
  });
});
