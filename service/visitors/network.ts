import ipaddr from "ipaddr.js";

/**
 * What an address tells of who is behind it, as the proxy's limits have it: an IPv6 client
 * usually has all addresses of a /64 and changes them, so it is known by that; an IPv4
 * address that is written as IPv6 (::ffff:192.0.2.7) is itself.
 */
export function networkOf(address: string): string {
  if (!address.includes(":") || !ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  if (!(parsed instanceof ipaddr.IPv6)) return parsed.toString();
  const prefix = parsed.parts.slice(0, 4).map((part) => part.toString(16));
  return `${prefix.join(":")}::/64`;
}
