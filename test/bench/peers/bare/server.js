import { createServer } from "node:http";

let visits = 0;

createServer((_request, response) => {
  visits += 1;
  response.setHeader("Content-Type", "text/plain");
  response.end(`This page has been visited ${visits} times.\nTotal Visitors: 0\n`);
}).listen(8000);
