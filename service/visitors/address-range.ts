import ipaddr from "ipaddr.js";

/** An address, or all addresses that begin as it does: the first `bits` of them are the same. */
export interface AddressRange {
  readonly address: ipaddr.IPv4 | ipaddr.IPv6;
  readonly bits: number;
}

/** Reads `10.0.0.7`, `10.0.0.0/8`, `2001:db8::7` or `2001:db8::/32`; undefined where it is none of them. */
export function parseAddressRange(text: string): AddressRange | undefined {
  if (ipaddr.isValidCIDR(text)) return withoutMapping(...ipaddr.parseCIDR(text));
  if (!isAddress(text)) return undefined;
  const address = ipaddr.parse(text);
  return withoutMapping(address, address.toByteArray().length * 8);
}

/** Whether an address is in one of the ranges; an IPv4 address that is written as IPv6 is the same address. */
export function isInRanges(ranges: readonly AddressRange[], text: string): boolean {
  if (ranges.length === 0 || !ipaddr.isValid(text)) return false;
  const address = ipaddr.process(text);
  // `match` knows no mixture: the ranges of the other kind are not asked.
  return ranges.some(
    (range) => range.address.kind() === address.kind() && address.match(range.address, range.bits),
  );
}

// The library takes `10.1` for 10.0.0.1, as C does; in a setting that is a slip.
function isAddress(text: string): boolean {
  return ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text);
}

function withoutMapping(address: ipaddr.IPv4 | ipaddr.IPv6, bits: number): AddressRange {
  const isMapped = address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress() && bits >= 96;
  return isMapped ? { address: address.toIPv4Address(), bits: bits - 96 } : { address, bits };
}
