import { expect } from "chai";
import { connectionClose } from "../../../service/middleware/connection-close.ts";
import { createDrain } from "../../../service/server/drain.ts";
import { askThrough } from "./ask-through.ts";

describe("connectionClose", () => {
  it("leaves the connection alone before the draining", async () => {
    const { headers } = await askThrough(connectionClose(createDrain()), (ctx) => {
      ctx.body = "ok";
    })
      .get("/")
      .set("Connection", "keep-alive");
    expect(headers.connection).to.equal("keep-alive");
  });

  it("closes it with an answer that was begun before the draining and finished during it", async () => {
    const drain = createDrain();
    const { headers } = await askThrough(connectionClose(drain), (ctx) => {
      drain.begin();
      ctx.body = "ok";
    })
      .get("/")
      .set("Connection", "keep-alive");
    expect(headers.connection).to.equal("close");
  });
});
