import { expect } from "chai";
import { mmdebstrapArgs, npmInstallArgs, recipes } from "../../../../stack/machine/images/recipes.ts";

const plain = { packages: ["nginx", "curl"], mirror: undefined, overlay: undefined, tarball: "/w/nginx.tar" };

describe("mmdebstrapArgs", () => {
  it("makes a minimal system whose signatures are checked although its date has passed", () => {
    const args = mmdebstrapArgs(plain);
    expect(args).to.include.members([
      "--variant=minbase",
      "--include=nginx,curl",
      "--keyring=/usr/share/keyrings/debian-archive-keyring.gpg",
      '--aptopt=Acquire::Check-Valid-Until "false"',
    ]);
    expect(args.join(" ")).not.to.match(/trusted=yes|AllowInsecure|allow-unauthenticated/i);
  });

  it("leaves manuals and translations out, and licences in", () => {
    const options = mmdebstrapArgs(plain).filter((arg) => arg.startsWith("--dpkgopt="));
    expect(options.map((option) => option.slice("--dpkgopt=".length))).to.deep.equal([
      "path-exclude=/usr/share/man/*",
      "path-exclude=/usr/share/info/*",
      "path-exclude=/usr/share/locale/*",
      "path-exclude=/usr/share/doc/*",
      "path-include=/usr/share/doc/*/copyright",
    ]);
  });

  it("ends with the suite, the target and the mirror where one is known", () => {
    expect(mmdebstrapArgs(plain).slice(-2)).to.deep.equal(["forky", "/w/nginx.tar"]);
    expect(mmdebstrapArgs({ ...plain, mirror: "http://mirror.example/debian" }).slice(-3)).to.deep.equal([
      "forky",
      "/w/nginx.tar",
      "http://mirror.example/debian",
    ]);
  });

  it("copies an overlay to /usr/local", () => {
    expect(mmdebstrapArgs({ ...plain, overlay: "/w/node-local" })).to.include(
      "--customize-hook=sync-in /w/node-local /usr/local",
    );
    expect(mmdebstrapArgs(plain).join(" ")).not.to.include("hook");
  });
});

describe("recipes", () => {
  it("takes Node and npm from the npm registry, not from Debian", () => {
    expect(recipes.node.packages).not.to.include.members(["nodejs"]);
    expect(recipes.node.packages).not.to.include.members(["npm"]);
    expect(npmInstallArgs(recipes.node.npmPackages, "/w/node-local").join(" ")).to.match(
      /^install --global --prefix \/w\/node-local .*node-linux-\w+@24 npm@\d+$/,
    );
  });
});
