import { isAddress } from '../../network/address-range';
import { Asked } from './question';

/** The part of a question that a ServiceEntry declares. */
export type Declared = Pick<Asked, 'host' | 'port' | 'protocol'>;

/** Returns the port of a ServiceEntry for a request, as the API server accepts the text. A client sends no SNI to an address. */
export function portForm({ host, port, protocol }: Declared): string {
  const read = protocol === 'tls' && isAddress(host) ? 'tcp' : protocol;
  return `{ number: ${port}, name: ${read}-${port}, protocol: ${read.toUpperCase()} }`;
}

/** Returns the step that declares the host of a request. */
export function declareStep(asked: Declared): string {
  const { host } = asked;
  const ports = `ports: [${portForm(asked)}]`;
  if (host === '*') return `write a ServiceEntry with ${ports} for each host`;
  if (!isAddress(host)) {
    const resolution = host.startsWith('*') ? 'NONE' : 'DNS';
    return `write a ServiceEntry with hosts: [${quoted(host)}], ${ports} and resolution: ${resolution}`;
  }
  const address = quoted(host);
  const endpoints = `endpoints: [{ address: ${address} }]`;
  return `write a ServiceEntry with hosts: [NAME], addresses: [${address}], ${ports}, ${endpoints} and resolution: STATIC`;
}

/** Returns the step that routes the declared host of a request to a gateway. */
export function routeStep({ host, port, protocol }: Declared): string {
  const isByAddress = isAddress(host) && protocol !== 'http';
  return isByAddress
    ? `route port ${port} to a gateway in a VirtualService with gateways: [mesh], hosts: [NAME] and destinationSubnets: [${quoted(host)}] in spec.tcp`
    : `route ${host} on port ${port} to a gateway in a VirtualService with gateways: [mesh]`;
}

/** A wildcard and an IPv6 address need quotes in YAML. */
function quoted(host: string): string {
  return /^[\w.-]+$/.test(host) ? host : JSON.stringify(host);
}
