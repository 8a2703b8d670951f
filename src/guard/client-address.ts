import { isIPv4 } from 'node:net';
import { type IpAddress, type IpRange, ipAddress, ipRange, isInRange, networkOf } from './ip-address.ts';

/** Whose `X-Forwarded-For` is believed: nobody's, that of so many proxies in a row, or that of proxies at these addresses. */
export type TrustedProxies = false | number | readonly IpRange[];

/** Reads the setting: `false`, a number of proxies, or addresses and ranges separated by commas. Undefined for anything else. */
export function trustedProxies(text: string): TrustedProxies | undefined {
  const setting = text.trim();
  if (setting === '' || setting === 'false' || setting === '0') return false;
  if (/^\d{1,2}$/.test(setting)) return Number(setting);
  const ranges = setting.split(',').map((part) => ipRange(part.trim()));
  const read = ranges.filter((range) => range !== undefined);
  return read.length === ranges.length ? read : undefined;
}

/** What stands for a client whose address is unknown, such as one that hung up already. */
const unknown = 'unknown';

/**
 * The network that a request came from, as one text per client that budgets may go by (IPv6 by /64). `X-Forwarded-For` is read from
 * the right, as far as those who wrote it are trusted; from the first part that is no address, the last good one counts.
 */
export function clientAddress(
  trusted: TrustedProxies,
  socketAddress: string | undefined,
  forwardedFor: string | undefined,
): string {
  // An IPv4 address is its own network, as the socket states it.
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
    // At 0 there is no comma left of it to be found, and lastIndexOf would take -1 for 0.
    const comma = end === 0 ? -1 : forwardedFor.lastIndexOf(',', end - 1);
    const next = addressOfPart(forwardedFor.slice(comma + 1, end).trim());
    if (next === undefined) break;
    client = next;
    end = comma;
  }
  return networkOf(client);
}

const isTrusted = (trusted: number | readonly IpRange[], address: IpAddress, hop: number): boolean =>
  typeof trusted === 'number' ? hop < trusted : trusted.some((range) => isInRange(address, range));

// Some proxies add the port: `192.0.2.1:4711`, `[2001:db8::1]:4711`.
function addressOfPart(part: string): IpAddress | undefined {
  if (part.length > 64) return undefined;
  const inner = /^\[([^\]]*)\](?::\d+)?$/.exec(part)?.[1] ?? /^([\d.]+):\d+$/.exec(part)?.[1] ?? part;
  return ipAddress(inner);
}
