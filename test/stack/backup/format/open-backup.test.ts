import { createHash } from "node:crypto";
import { expect } from "chai";
import { checksumBytes } from "../../../../stack/backup/format/checksum.ts";
import { longestFrame } from "../../../../stack/backup/format/seal-backup.ts";
import { about, opened, refusal, sealed } from "./backup-file.ts";

const key = "a key of sixteen characters or more";
const data = [Buffer.from("REDIS0012"), Buffer.alloc(100, "counts"), Buffer.from([255])];

/** What somebody does who changes a file and knows how it is made. */
function withNewChecksum(file: Buffer): Buffer {
  const body = file.subarray(0, -checksumBytes);
  return Buffer.concat([body, createHash("sha256").update(body).digest()]);
}

function flipped(file: Buffer, at: number): Buffer {
  const copy = Buffer.from(file);
  copy.writeUInt8(copy.readUInt8(at) ^ 0x10, at);
  return copy;
}

for (const [title, configured] of [
  ["in clear", undefined],
  ["encrypted", key],
] as const) {
  describe(`a backup's file, ${title}`, function () {
    this.timeout(60_000);
    let file: Buffer;

    before(async () => {
      file = await sealed(data, configured);
    });

    it("gives back what it was given, in whatever portions it is read", async () => {
      for (const portion of [1, 7, file.length]) {
        const found = await opened(file, { key: configured }, portion);
        expect(found.data.equals(Buffer.concat(data))).to.equal(true);
        expect(found.header).to.deep.include(about);
      }
    });

    it("may hold nothing, or more than a frame", async () => {
      for (const content of [[], [Buffer.alloc(2 * longestFrame + 1, 7)]]) {
        const found = await opened(await sealed(content, configured), { key: configured });
        expect(found.data.equals(Buffer.concat(content))).to.equal(true);
      }
    });

    it("is refused when it ends at any earlier byte", async () => {
      for (let length = 0; length < file.length; length += 1) {
        const reason = await refusal(file.subarray(0, length), { key: configured });
        expect(reason, `cut after ${length} bytes`).to.match(
          /^is (truncated or altered|no backup of Tally's)/,
        );
      }
    });

    it("is refused when any of its bytes is another", async () => {
      for (let at = 0; at < file.length; at += 1) {
        const reason = await refusal(flipped(file, at), { key: configured });
        expect(reason, `byte ${at}`).to.match(/^is (truncated or altered|no backup of Tally's)/);
      }
      expect(await refusal(file, { key: configured }), "unaltered").to.equal(undefined);
    });

    it("is refused when something follows it", async () => {
      expect(await refusal(Buffer.concat([file, Buffer.from([0])]), { key: configured })).to.match(/altered/);
      const grown = Buffer.concat([file.subarray(0, -checksumBytes), Buffer.alloc(1 + checksumBytes)]);
      expect(await refusal(withNewChecksum(grown), { key: configured })).to.match(
        /something follows its end/,
      );
    });
  });
}

describe("a backup's file, encrypted,", function () {
  this.timeout(60_000);
  let file: Buffer;

  before(async () => {
    file = await sealed(data, key);
  });

  it("is refused without a key and with another one, in one sentence each", async () => {
    expect(await refusal(file)).to.equal("is encrypted, and there is no tally:backupKey to open it");
    expect(await refusal(file, { key: `${key}!` })).to.equal(
      "is encrypted with another key than tally:backupKey",
    );
  });

  it("shows nothing of its data, not even twice the same", async () => {
    expect(file.includes("counts")).to.equal(false);
    expect((await sealed(data, key)).equals(file)).to.equal(false);
    // In clear, the same search finds it.
    expect((await sealed(data)).includes("counts")).to.equal(true);
  });

  it("is refused when any of its bytes is another and its checksum is made to fit", async () => {
    for (let at = 0; at < file.length - checksumBytes; at += 1) {
      expect(await refusal(withNewChecksum(flipped(file, at)), { key }), `byte ${at}`).to.not.equal(
        undefined,
      );
    }
  });

  it("is refused when a frame is left out or changes its place, and its checksum is made to fit", async () => {
    const two = await sealed([Buffer.from("first"), Buffer.from("other")], key);
    const frame = 4 + "first".length + 16;
    const end = two.length - checksumBytes - 4 - 16;
    const [head, first, other] = [end - 2 * frame, end - frame, end].map((stop, index) =>
      two.subarray(index === 0 ? 0 : stop - frame, stop),
    ) as [Buffer, Buffer, Buffer];
    const rest = two.subarray(end);
    expect(await refusal(Buffer.concat([head, first, other, rest]), { key }), "as it was").to.equal(
      undefined,
    );
    for (const frames of [[other, first], [first], [other], [first, first], []]) {
      const reason = await refusal(withNewChecksum(Buffer.concat([head, ...frames, rest])), { key });
      expect(reason).to.equal("is truncated or altered: one of its seals is broken");
    }
  });
});

describe("a backup's file in clear", () => {
  it("is refused where there is a key, unless it is trusted", async () => {
    const file = await sealed(data);
    expect(await refusal(file, { key })).to.match(/^is not encrypted, though .* --unencrypted/);
    expect(await refusal(file, { key, acceptsClear: true })).to.equal(undefined);
  });

  it("of another version of the format says so", async () => {
    const file = Buffer.from(await sealed(data));
    file.writeUInt8(2, 8);
    expect(await refusal(withNewChecksum(file))).to.equal(
      "has version 2 of the format, and this Tally reads 1",
    );
  });
});
