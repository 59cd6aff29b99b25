import { BlockList, isIPv6 } from 'node:net';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/**
 * Whether a host name of a URL or a peer's address belongs to this machine
 * alone. Other names are not looked up: whoever owns one decides where it points.
 */
export function isLoopback(host: string): boolean {
  const address = host.replace(/^\[(.*)\]$/, '$1');
  return (
    address === 'localhost' ||
    loopback.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
  );
}
