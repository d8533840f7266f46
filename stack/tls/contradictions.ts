interface TlsKeys {
  readonly tls: "off" | "files" | "self-signed";
  readonly port: number;
  readonly httpsPort: number;
  readonly tlsCertificateFile?: string | undefined;
  readonly tlsKeyFile?: string | undefined;
}

const fileKeys = ["tlsCertificateFile", "tlsKeyFile"] as const;

/** What is wrong with settings of TLS that are right each for itself, a sentence for each. */
export function tlsContradictions(config: TlsKeys, environment: string): string[] {
  const { tls, port, httpsPort } = config;
  const problems = fileKeys.flatMap((key) => {
    const given = config[key] !== undefined;
    if (tls === "files") return given ? [] : [`tally:tls files needs tally:${key}`];
    return given ? [`tally:${key} needs tally:tls files, but that is ${tls}`] : [];
  });
  if (tls === "self-signed" && environment === "prod") {
    problems.push(
      "tally:tls must be files or off with tally:appEnv prod, where no visitor trusts a self-signed certificate",
    );
  }
  if (tls !== "off" && port === httpsPort) {
    problems.push(`tally:httpsPort must be another port than tally:port, which is ${port} too`);
  }
  return problems;
}
