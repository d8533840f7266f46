import type { Edit } from "./edited-sources.ts";

export interface Breakage extends Edit {
  /** What the error must say. */
  readonly says: RegExp;
  /** How long the gate waits, in seconds, where that is what ends the update. */
  readonly gateTimeout?: number;
  /** How long the gate watches what was ready, in seconds, where that is what shows it. */
  readonly gateWatch?: number;
}

/** Long enough to start and to say something before, on a busy machine too. */
const patience = 10;

const listening = "server.listen(port, ";
const logged = "its log ends with";

/** It lives, and does not work. */
export const failingCounts: Breakage = {
  file: "service/routes/count.ts",
  from: "ctx.vary",
  to: "if (ctx) throw new Error('no such luck'); ctx.vary",
  says: /\/count answered 500[\s\S]*no such luck/,
  gateTimeout: patience + 2,
};

/** Ways in which a release can be broken. */
export const breakages: Readonly<Record<string, Breakage>> = {
  "does not build": {
    file: "service/Dockerfile",
    from: "EXPOSE 8000",
    to: "RUN echo no luck today && false",
    says: /no luck today|executor failed|did not complete successfully/,
  },
  "never becomes ready": {
    file: "service/main.ts",
    from: listening,
    to: `console.log("waiting for Godot"); if (port === 0) server.listen(port, `,
    says: /replica \S+-service-\S+: not ready within 10 s[\s\S]*waiting for Godot/,
    gateTimeout: patience,
  },
  "crashes while it is being watched": {
    file: "service/main.ts",
    from: listening,
    to: `setTimeout(() => { throw new Error("out of luck"); }, 1200); ${listening}`,
    says: /replica \S+-service-\S+: [\s\S]*out of luck/,
    gateWatch: 2,
  },
  hangs: {
    file: "service/main.ts",
    from: "createServer(app)",
    to: "createServer(new (await import('koa')).default().use(() => new Promise(() => {})))",
    says: new RegExp(`not ready within 10 s[\\s\\S]*timed out[\\s\\S]*${logged}`),
    gateTimeout: patience,
  },
  "answers 500": failingCounts,
  "has routes that nginx rejects": {
    file: "nginx/site.ts",
    from: "proxy_connect_timeout 2s;",
    to: "no_such_directive 2s;",
    says: /nginx -t rejects the rendered routes: [\s\S]*no_such_directive/,
  },
};

/** It passes the gate, which asks replicas themselves, and fails whatever comes through the proxy. */
export const brokenBehindProxy: Breakage = {
  file: "service/app.ts",
  from: "const app = new Koa<State>()",
  to: "const app = new Koa<State>().use((ctx, next) => (ctx.get('X-Forwarded-Proto') ? ctx.throw(500) : next()))",
  says: /the previous routes are back/,
};
