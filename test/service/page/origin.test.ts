import { expect } from "chai";
import { originOf } from "../../../service/page/origin.ts";

describe("originOf", () => {
  for (const host of ["localhost:8080", "tally.example", "192.0.2.7:80", "[2001:db8::7]:8080", "my_host"]) {
    it(`takes ${host} as it is`, () => {
      expect(originOf({ host })).to.equal(`http://${host}`);
    });
  }

  it("keeps the scheme that the proxy was asked with", () => {
    expect(originOf({ host: "tally.example", "x-forwarded-proto": "https" })).to.equal(
      "https://tally.example",
    );
  });

  for (const host of ['a"b', "a b", "a/b", "<a>", "a:b", "user@host", ")", ""]) {
    it(`shows nobody what is no host: ${JSON.stringify(host)}`, () => {
      expect(originOf({ host })).to.equal("http://localhost");
    });
  }
});
