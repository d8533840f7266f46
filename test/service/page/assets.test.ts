import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { expect } from "chai";
import { type Asset, findAsset, scripts, styleLink } from "../../../service/page/assets.ts";

/** What must be there, or the test fails. */
function asset(name: string): Asset {
  const found = findAsset(name);
  if (!found) throw new Error(`there is no ${name}`);
  return found;
}

describe("assets", () => {
  it("have the hash of their content in their path", () => {
    for (const name of ["style.css", "page.js", "uplot.js"]) {
      const { path, body } = asset(name);
      const hash = createHash("sha256").update(body).digest("base64url").slice(0, 16);
      expect(path).to.equal(`/assets/${name.replace(".", `.${hash}.`)}`);
    }
  });

  it("import each other by these paths", () => {
    const imports = [
      ...asset("page.js")
        .body.toString()
        .matchAll(/^import .* from "(.*)";$/gm),
    ];
    expect(imports).not.to.be.empty;
    for (const [, path = ""] of imports) {
      const [, stem] = /^\/assets\/([\w-]+)\.[\w-]{16}\.js$/.exec(path) ?? [];
      expect(asset(`${stem}.js`).path).to.equal(path);
    }
  });

  it("are the same when compressed", () => {
    const { body, gzipped } = asset("uplot.js");
    expect(gunzipSync(gzipped)).to.deep.equal(body);
    expect(gzipped.length).to.be.below(body.length / 2);
  });

  it("are linked by what the pages have in their heads, and all of them exist", () => {
    const paths = [...(styleLink + scripts).matchAll(/(?:src|href)="([^"]*)"/g)].map(([, path]) => path);
    expect(paths).to.include.members([asset("style.css").path, asset("page.js").path, asset("live.js").path]);
    expect(new Set(paths).size).to.equal(paths.length);
    expect(scripts).not.to.match(/<script>|<script type/);
  });
});
