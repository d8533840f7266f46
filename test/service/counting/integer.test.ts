import { expect } from "chai";
import { isInteger64 } from "../../../service/counting/integer.ts";

describe("isInteger64", () => {
  for (const text of ["0", "7", "-7", "9223372036854775807", "-9223372036854775808"]) {
    it(`takes ${text}`, () => expect(isInteger64(text)).to.equal(true));
  }
  for (const text of [
    "",
    "-0",
    "007",
    "+1",
    "1.0",
    "1e3",
    " 1",
    "9223372036854775808",
    "-9223372036854775809",
  ]) {
    it(`refuses ${JSON.stringify(text)}`, () => expect(isInteger64(text)).to.equal(false));
  }
});
