import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { machine } from "../../../stack/platforms/machine.ts";
import type { ReleaseSpec } from "../../../stack/release/release.ts";
import { serviceImage } from "../../../stack/release/service-image.ts";
import { ofType, type Recording, recordProgram } from "../recorded-program.ts";

/** How the SDK marks a secret, and so all that one is a part of. */
const marked = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };

describe("the service's image", function () {
  this.timeout(30_000);

  /** What the program registers where the shell has this proxy. */
  async function recordBehind(proxy: string): Promise<Recording> {
    const { https_proxy: before } = process.env;
    process.env.https_proxy = proxy;
    try {
      return await recordProgram();
    } finally {
      if (before === undefined) delete process.env.https_proxy;
      else process.env.https_proxy = before;
    }
  }

  const imageOf = (recording: Recording) =>
    ofType(recording, "image").find(({ name }) => name.startsWith("service-image-"))?.inputs;

  it("is built through the shell's proxy, which may have a password, and is of no other release for it", async () => {
    const here = await recordBehind("http://ada:secret@a.example");
    const there = await recordBehind("");
    expect(imageOf(here)?.build).to.include(marked);
    expect(imageOf(here)?.build.value.args).to.include({ https_proxy: "http://ada:secret@a.example" });
    expect(imageOf(there)?.build.args).to.have.property("RELEASE").and.not.have.property("https_proxy");
    expect(here.outputs.release).to.equal(there.outputs.release);
    expect(imageOf(here)?.imageName).to.equal(imageOf(there)?.imageName);
  });

  it("is not built again because another shell has another proxy", () => {
    let ignored: string[] | undefined;
    const image: typeof machine.image = (_name, _image, options) => {
      ignored = options.ignoreChanges;
      return pulumi.output("id");
    };
    const release = { id: "r1", spec: {} as ReleaseSpec };
    serviceImage({ platform: { ...machine, image }, stack: "dev", baseImage: "node", release });
    expect(ignored).to.include.members([
      ...["build.args.EXTRA_CA", "build.args.HTTP_PROXY", "build.args.http_proxy"],
      ...["build.args.HTTPS_PROXY", "build.args.https_proxy", "build.args.NO_PROXY", "build.args.no_proxy"],
    ]);
  });
});
