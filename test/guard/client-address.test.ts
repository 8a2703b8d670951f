import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clientAddress, trustedProxies } from '../../src/guard/client-address.ts';

const addressOf = (setting: string, socket: string | undefined, forwarded?: string) => {
  const trusted = trustedProxies(setting);
  if (trusted === undefined) throw new Error(`Invalid setting: ${setting}`);
  return clientAddress(trusted, socket, forwarded);
};

describe('the client’s network', () => {
  test.each([
    ['203.0.113.9', '203.0.113.9'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['::ffff:cb00:7109', '203.0.113.9'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['1::', '1:0:0:0::/64'],
    ['64:ff9b::203.0.113.9', '64:ff9b:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    [undefined, 'unknown'],
    ['', 'unknown'],
    ['/run/socket', 'unknown'],
  ])('of the socket %s is %s', (socket, expected) => {
    expect(addressOf('false', socket)).toBe(expected);
  });

  const forwarded = '1.1.1.1, 2.2.2.2, 3.3.3.3';

  test.each([
    { setting: 'false', socket: '10.0.0.1', header: forwarded, expected: '10.0.0.1' },
    { setting: '0', socket: '10.0.0.1', header: forwarded, expected: '10.0.0.1' },
    { setting: '1', socket: '10.0.0.1', header: forwarded, expected: '3.3.3.3' },
    { setting: '2', socket: '10.0.0.1', header: forwarded, expected: '2.2.2.2' },
    { setting: '9', socket: '10.0.0.1', header: forwarded, expected: '1.1.1.1' },
    { setting: '1', socket: '10.0.0.1', header: undefined, expected: '10.0.0.1' },
    { setting: '10.0.0.0/8', socket: '10.0.0.1', header: forwarded, expected: '3.3.3.3' },
    { setting: '10.0.0.0/8', socket: '11.0.0.1', header: forwarded, expected: '11.0.0.1' },
    { setting: '10.0.0.0/8, 3.3.3.3', socket: '10.0.0.1', header: forwarded, expected: '2.2.2.2' },
    { setting: '0.0.0.0/0', socket: '10.0.0.1', header: forwarded, expected: '1.1.1.1' },
    { setting: '10.0.0.0/8', socket: '::ffff:10.0.0.1', header: forwarded, expected: '3.3.3.3' },
    { setting: '::ffff:10.0.0.0/104', socket: '10.9.9.9', header: forwarded, expected: '3.3.3.3' },
    { setting: 'fd00::/8', socket: 'fd12::1', header: '2001:db8::9', expected: '2001:db8:0:0::/64' },
    { setting: '1', socket: '10.0.0.1', header: '2.2.2.2:8080', expected: '2.2.2.2' },
    { setting: '1', socket: '10.0.0.1', header: '[2001:db8::9]:443', expected: '2001:db8:0:0::/64' },
    { setting: '1', socket: '10.0.0.1', header: '2.2.2.2,unknown', expected: '10.0.0.1' },
    { setting: '2', socket: '10.0.0.1', header: 'unknown,2.2.2.2', expected: '2.2.2.2' },
    { setting: '2', socket: '10.0.0.1', header: ',2.2.2.2', expected: '2.2.2.2' },
    { setting: '1', socket: '10.0.0.1', header: '', expected: '10.0.0.1' },
    { setting: '1', socket: '10.0.0.1', header: ',,,', expected: '10.0.0.1' },
    { setting: '1', socket: '10.0.0.1', header: '1.2.3.4\r\nx: y', expected: '10.0.0.1' },
    { setting: '1', socket: '10.0.0.1', header: '__proto__', expected: '10.0.0.1' },
  ])('through $setting from $socket with $header is $expected', ({ setting, socket, header, expected }) => {
    expect(addressOf(setting, socket, header)).toBe(expected);
  });

  test('cannot be chosen by a client behind a trusted proxy', () => {
    const anything = fc.oneof(fc.string(), fc.ipV4(), fc.ipV6());
    fc.assert(
      fc.property(fc.array(anything), fc.ipV4(), (sent, real) => {
        const header = [...sent, real].join(', ');
        const [first = 0] = real.split('.').map(Number);
        fc.pre(first !== 10);
        expect(addressOf('10.0.0.0/8', '10.0.0.1', header)).toBe(real);
        expect(addressOf('1', '10.0.0.1', header)).toBe(real);
      }),
    );
  });

  test('is a valid network for every header', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(5), (header, hops) => {
        expect(addressOf(String(hops), '::1', header)).toMatch(/^[\d.]+$|^[\da-f:]+::\/64$/);
      }),
    );
  });

  test('is the same for every address of a /64', () => {
    const group = fc.nat(0xffff).map((value) => value.toString(16));
    fc.assert(
      fc.property(fc.array(group, { minLength: 8, maxLength: 8 }), (groups) => {
        fc.pre(groups.slice(0, 5).some((value) => value !== '0'));
        expect(addressOf('false', groups.join(':'))).toBe(`${groups.slice(0, 4).join(':')}::/64`);
      }),
    );
  });
});

test.each([
  'yes',
  '-1',
  '1.5',
  '10.0.0.0/33',
  '10.0.0.0/',
  '10.0.0.0/8/8',
  '::/129',
  '10.0.0.1,',
  'x',
  '100',
])('the setting %s is invalid', (setting) => {
  expect(trustedProxies(setting)).toBeUndefined();
});
