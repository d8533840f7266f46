import { expect } from "chai";
import { escapeHtml } from "../../../service/page/escape.ts";

describe("escapeHtml", () => {
  it("leaves nothing that ends an attribute or begins an element or an entity", () => {
    expect(escapeHtml(`"'><script>&amp;`)).to.equal("&quot;&#39;&gt;&lt;script&gt;&amp;amp;");
  });

  it("leaves other text as it is", () => {
    expect(escapeHtml("[![5 ✓](http://[::1]:80/)]")).to.equal("[![5 ✓](http://[::1]:80/)]");
  });
});
