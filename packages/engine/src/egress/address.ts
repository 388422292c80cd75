import { BlockList, isIP } from 'node:net';

/** Networks that requests from definitions must not reach unless somebody allowed it: what is ours, not the world's. */
const forbidden = new BlockList();

const ipv4Networks = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const;

/** All of IPv6 that is not global unicast, and the parts of that which lead back to IPv4 or to nowhere. */
const ipv6Networks = [
  ['::', 3],
  ['4000::', 2],
  ['8000::', 1],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const;

for (const [network, prefix] of ipv4Networks) forbidden.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of ipv6Networks) forbidden.addSubnet(network, prefix, 'ipv6');

/** True for an address of the public internet; false for loopback, private, link-local, reserved and mapped ones. */
export function isPublicAddress(address: string): boolean {
  const plain = address.replace(/%.*$/, '');
  const family = isIP(plain);
  return family !== 0 && !forbidden.check(plain, family === 4 ? 'ipv4' : 'ipv6');
}
