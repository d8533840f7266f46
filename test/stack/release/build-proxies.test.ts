import { expect } from "chai";
import { buildProxies } from "../../../stack/release/build-proxies.ts";

describe("buildProxies", () => {
  it("has each proxy in the spelling in which the shell has it", () => {
    const proxy = "http://proxy.example:3128";
    const environment = {
      HTTP_PROXY: proxy,
      https_proxy: proxy,
      NO_PROXY: "a.example",
      no_proxy: "b.example",
    };
    expect(buildProxies({ ...environment, HOME: "/root" })).to.deep.equal(environment);
  });

  it("has none of the machine's loopback, which a build does not reach", () => {
    const own = ["http://127.0.0.1:3128", "http://user:word@localhost:3128/", "localhost", "http://[::1]:1"];
    for (const HTTPS_PROXY of own) expect(buildProxies({ HTTPS_PROXY }), HTTPS_PROXY).to.deep.equal({});
    const other = { HTTPS_PROXY: "http://localhost.example:3128" };
    expect(buildProxies(other)).to.deep.equal(other);
  });

  it("has none where the shell has none, or an empty one", () => {
    expect(buildProxies({ HTTPS_PROXY: "", HOME: "/root" })).to.deep.equal({});
  });
});
