import { expect } from "chai";
import { createTestApp } from "../test-app.ts";

describe("noStore", () => {
  for (const path of ["/", "/count", "/readyz", "/nope"]) {
    it(`forbids to store the answer of ${path}`, async () => {
      const { headers } = await createTestApp().ask.get(path);
      expect(headers["cache-control"]).to.equal("no-store");
    });
  }
});
