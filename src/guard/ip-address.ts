import { isIPv4, isIPv6 } from 'node:net';

/** An IP address as 32 or 128 bits. */
export interface IpAddress {
  version: 4 | 6;
  bits: bigint;
}

/** The addresses that share the first `prefix` bits. */
export interface IpRange {
  address: IpAddress;
  prefix: number;
}

const width = { 4: 32, 6: 128 } as const;

/** Parses an IP address, otherwise undefined. IPv4-mapped IPv6 (`::ffff:192.0.2.1`) becomes IPv4. */
export function ipAddress(text: string): IpAddress | undefined {
  if (isIPv4(text)) return { version: 4, bits: bitsOfIPv4(text) };
  // A zone (`fe80::1%eth0`) names a local network interface and is not part of the address.
  const [address = ''] = text.split('%', 1);
  if (!isIPv6(address)) return undefined;
  const bits = bitsOfIPv6(address);
  const isMapped = bits >> 32n === 0xffffn;
  return isMapped ? { version: 4, bits: bits & 0xffff_ffffn } : { version: 6, bits };
}

/** Parses a range in CIDR notation such as `192.0.2.0/24`, or a single address; otherwise undefined. */
export function ipRange(text: string): IpRange | undefined {
  const [start = '', length, ...rest] = text.split('/');
  const address = ipAddress(start);
  if (address === undefined || rest.length > 0) return undefined;
  if (length === undefined) return { address, prefix: width[address.version] };
  if (!/^\d{1,3}$/.test(length)) return undefined;
  // The prefix of a mapped address includes the 96 bits that `ipAddress` removes.
  const prefix = Number(length) - (address.version === 4 && start.includes(':') ? 96 : 0);
  return prefix >= 0 && prefix <= width[address.version] ? { address, prefix } : undefined;
}

export function isInRange({ version, bits }: IpAddress, { address, prefix }: IpRange): boolean {
  const rest = BigInt(width[version] - prefix);
  return version === address.version && bits >> rest === address.bits >> rest;
}

/** An IPv4 address, or the /64 of an IPv6 address, which is what one customer gets: `2001:db8:0:1::/64`. */
export function networkOf({ version, bits }: IpAddress): string {
  if (version === 4) return [24n, 16n, 8n, 0n].map((shift) => (bits >> shift) & 0xffn).join('.');
  const groups = [112n, 96n, 80n, 64n].map((shift) => ((bits >> shift) & 0xffffn).toString(16));
  return `${groups.join(':')}::/64`;
}

const bitsOfIPv4 = (text: string): bigint =>
  text.split('.').reduce((bits, part) => (bits << 8n) | BigInt(part), 0n);

function bitsOfIPv6(text: string): bigint {
  const [head = '', tail] = text.split('::', 2);
  const left = groupsOf(head);
  const right = groupsOf(tail ?? '');
  const zeros = tail === undefined ? 0 : 8 - left.length - right.length;
  return [...left, ...Array<bigint>(zeros).fill(0n), ...right].reduce(
    (bits, group) => (bits << 16n) | group,
    0n,
  );
}

const groupsOf = (text: string): bigint[] =>
  text === ''
    ? []
    : text.split(':').flatMap((group) => {
        if (!group.includes('.')) return BigInt(`0x${group}`);
        const bits = bitsOfIPv4(group);
        return [bits >> 16n, bits & 0xffffn];
      });
