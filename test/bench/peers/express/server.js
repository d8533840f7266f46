// @ts-nocheck: its packages are installed in its own image alone.
import { hostname } from "node:os";
import express from "express";
import { createClient } from "redis";

const store = createClient({ url: `redis://${process.env.REDIS_HOST}:6379` });
store.on("error", console.error);
await store.connect();

const app = express();
app.get("/", async (_request, response) => {
  const visits = Number(await store.get("numVisits")) + 1;
  response.send(`${hostname()}: Number of visits is: ${visits}`);
  await store.set("numVisits", visits);
});
app.listen(8000);
