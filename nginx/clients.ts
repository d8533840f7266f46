import { block, map } from "./block.ts";
import type { ClientSettings } from "./settings.ts";

/**
 * Who a client is: `$remote_addr` is its address, and `$client_scheme` what it
 * speaks. A proxy in front is believed only where it is configured, since
 * anybody can send these headers.
 */
export function renderClients({ trustedProxies = [] }: Partial<ClientSettings>): string {
  if (trustedProxies.length === 0) return map("$scheme", "$client_scheme", { default: "$scheme" });
  const trusted = trustedProxies.map((network) => `${network} 1;`);
  return [
    ...trustedProxies.map((network) => `set_real_ip_from ${network};\n`),
    "real_ip_header X-Forwarded-For;\n",
    "real_ip_recursive on;\n",
    block("geo $realip_remote_addr $is_trusted", ["default 0;", ...trusted]),
    map("$is_trusted:$http_x_forwarded_proto", "$client_scheme", {
      default: "$scheme",
      "1:http": "http",
      "1:https": "https",
    }),
  ].join("");
}
