import { groupBy } from '../../input/group-by';
import { describeRequest } from '../answer/describe-request';
import { describeSource } from '../answer/source-class';
import { isOneHost, RequestedPort } from '../answer/ways';
import { counted, few } from '../model/sentence';
import { domainOf } from './group-hosts';
import { EgressGraph, ExitNode, HostNode, SourceNode } from './types';
import { hostPort } from '../model/host-port';

/** Returns the lines of a source node: one source, or the number of sources and the first. */
export function labelOfSources({ sources }: SourceNode): readonly string[] {
  const names = sources.map((source) => describeSource(source));
  return names.length > 3 ? [`${names.length} sources`, few(names)] : names;
}

/** Returns the lines of a host node: each of few hosts with its ports, or the number of hosts and the first. */
export function labelOfHosts({ requests }: HostNode): readonly string[] {
  const hosts = [...groupBy(requests, ({ host }) => host).values()].map(withPorts);
  if (hosts.length <= 3) return hosts;
  const declared = declaredIn(requests);
  const [domain, ...more] = new Set([...declared].map(domainOf));
  const other = declared.size < hosts.length ? ' and any other host' : '';
  return [`${counted(declared.size, 'host')}${more.length === 0 ? ` of ${domain}` : ''}${other}`, few(hosts)];
}

/** Returns the hosts that objects declare, without any other host. */
function declaredIn(requests: readonly RequestedPort[]): ReadonlySet<string> {
  return new Set(requests.map(({ host }) => host).filter(isOneHost));
}

function withPorts(requests: readonly RequestedPort[]): string {
  const ports = [...new Set(requests.map(({ port }) => port))].join(', ');
  const [first] = requests;
  return first !== undefined && isOneHost(first.host)
    ? hostPort(first.host, ports)
    : requests.map((request) => describeRequest(request)).join(', ');
}

/** Returns the name of an exit, with the number of its hosts. Any other host has a node of its own, and is not counted. */
export function labelOfExit({ id, outcome, service, clientTls }: ExitNode, { hosts }: EgressGraph): string {
  const { size } = declaredIn(hosts.filter(({ exit }) => exit === id).flatMap(({ requests }) => requests));
  const name = {
    direct: 'direct, around every gateway',
    fails: 'fails',
    gateway: `gateway ${service ?? ''}`.trimEnd(),
  }[outcome];
  return `${name}${clientTls === 'NONE' ? ', without mesh mTLS' : ''}${size === 0 ? '' : `: ${counted(size, 'host')}`}`;
}
