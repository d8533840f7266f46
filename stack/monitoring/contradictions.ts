interface Ports {
  readonly monitoring: "on" | "off";
  readonly tls: string;
  readonly port: number;
  readonly httpsPort: number;
  readonly monitoringPort: number;
  readonly grafanaPort: number;
}

/** Which ports of the host would get in each other's way, a sentence for each. */
export function monitoringContradictions(config: Ports): string[] {
  if (config.monitoring === "off") return [];
  const { port, httpsPort, monitoringPort, grafanaPort } = config;
  const proxy = Object.entries({ port, ...(config.tls !== "off" && { httpsPort }) });
  const watching = Object.entries({ monitoringPort, grafanaPort });
  return watching.flatMap(([key, number], index) =>
    [...proxy, ...watching.slice(0, index)]
      .filter(([, other]) => other === number)
      .map(([other]) => `tally:${key} must be another port than tally:${other}, which is ${number} too`),
  );
}
