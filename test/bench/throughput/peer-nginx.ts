import { block } from "../../../nginx/block.ts";

const port = 8080;

/** As the seeds' READMEs have it, word for word but for names and ports. */
export function asInReadme(replicas: readonly string[]): string {
  const upstream = block("upstream flask_app", servers(replicas));
  const server = block("server", [`listen ${port};`, block("location /", ["proxy_pass http://flask_app;"])]);
  return `events {}\n${block("http", ["access_log /dev/stdout;", upstream, server])}`;
}

/** The same with what makes nginx quick: a worker for each processor, kept connections and no log. */
export function tuned(replicas: readonly string[]): string {
  const upstream = block("upstream peer", [...servers(replicas), "keepalive 64;"]);
  const location = block("location /", [
    "proxy_pass http://peer;",
    "proxy_http_version 1.1;",
    'proxy_set_header Connection "";',
  ]);
  return conf(upstream, location);
}

/** No replica at all: the most that nginx and the load generator can do. */
export function alone(): string {
  const text = "This page has been visited 1 times.\\nTotal Visitors: 0\\n";
  return conf("", block("location /", ["default_type text/plain;", `return 200 "${text}";`]));
}

function conf(upstream: string, location: string): string {
  const server = block("server", [`listen ${port};`, location]);
  return [
    "worker_processes auto;\n",
    block("events", ["worker_connections 8192;"]),
    block("http", ["access_log off;", upstream, server]),
  ].join("");
}

function servers(replicas: readonly string[]): string[] {
  return replicas.map((name) => `server ${name}:8000;`);
}
