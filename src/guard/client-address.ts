import { isIPv4 } from 'node:net';
import { type IpAddress, type IpRange, ipAddress, ipRange, isInRange, networkOf } from './ip-address.ts';

/**
 * Which proxies' `X-Forwarded-For` is trusted: none, the last n before this server, or
 * those at these addresses.
 */
export type TrustedProxies = false | number | readonly IpRange[];

/**
 * Parses `false`, a number of proxies, or a comma-separated list of addresses and
 * ranges; otherwise undefined.
 */
export function trustedProxies(text: string): TrustedProxies | undefined {
  const setting = text.trim();
  if (setting === '' || setting === 'false' || setting === '0') return false;
  if (/^\d{1,2}$/.test(setting)) return Number(setting);
  const ranges = setting.split(',').map((part) => ipRange(part.trim()));
  const valid = ranges.filter((range) => range !== undefined);
  return valid.length === ranges.length ? valid : undefined;
}

/** For a client without an address, such as one that has closed its connection. */
const unknown = 'unknown';

/**
 * The network that a request came from, as a key for budgets (IPv6 by /64). `X-Forwarded-For` is
 * read from the right, for as long as the proxy that wrote the entry is trusted; reading stops at an
 * entry that is not an address.
 */
export function clientAddress(
  trusted: TrustedProxies,
  socketAddress: string | undefined,
  forwardedFor: string | undefined,
): string {
  // The common case: an IPv4 address is its own network, so it needs no parsing.
  if (
    socketAddress !== undefined &&
    isIPv4(socketAddress) &&
    (trusted === false || forwardedFor === undefined)
  ) {
    return socketAddress;
  }
  const socket = socketAddress === undefined ? undefined : ipAddress(socketAddress);
  if (socket === undefined) return unknown;
  if (trusted === false || forwardedFor === undefined) return networkOf(socket);
  let client: IpAddress = socket;
  let end = forwardedFor.length;
  for (let hop = 0; end >= 0 && isTrusted(trusted, client, hop); hop += 1) {
    // With `end` 0, lastIndexOf would get -1, which it reads as 0.
    const comma = end === 0 ? -1 : forwardedFor.lastIndexOf(',', end - 1);
    const next = addressOfEntry(forwardedFor.slice(comma + 1, end).trim());
    if (next === undefined) break;
    client = next;
    end = comma;
  }
  return networkOf(client);
}

const isTrusted = (trusted: number | readonly IpRange[], address: IpAddress, hop: number): boolean =>
  typeof trusted === 'number' ? hop < trusted : trusted.some((range) => isInRange(address, range));

// Some proxies add the port: `192.0.2.1:4711`, `[2001:db8::1]:4711`.
function addressOfEntry(entry: string): IpAddress | undefined {
  if (entry.length > 64) return undefined;
  const inner = /^\[([^\]]*)\](?::\d+)?$/.exec(entry)?.[1] ?? /^([\d.]+):\d+$/.exec(entry)?.[1] ?? entry;
  return ipAddress(inner);
}
