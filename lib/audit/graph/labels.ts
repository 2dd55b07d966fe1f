import { groupBy } from '../../input/group-by';
import { describeRequest } from '../answer/describe-request';
import { describeSource } from '../answer/source-class';
import { RequestedPort } from '../answer/ways';
import { few } from '../model/broken';
import { domainOf } from './group-hosts';
import { EgressGraph, ExitNode, HostNode, SourceNode } from './types';

/** Returns the lines of a source node: one source, or the number of sources and the first. */
export function labelOfSources({ sources }: SourceNode): readonly string[] {
  const names = sources.map((source) => describeSource(source));
  return names.length > 3 ? [`${names.length} sources`, few(names)] : names;
}

/** Returns the lines of a host node: each of few hosts with its ports, or the number of hosts and the first. */
export function labelOfHosts({ requests }: HostNode): readonly string[] {
  const hosts = [...groupBy(requests, ({ host }) => host).values()].map(withPorts);
  if (hosts.length <= 3) return hosts;
  const domains = new Set(requests.map(({ host }) => domainOf(host)));
  const [domain] = domains;
  return [`${hosts.length} hosts${domains.size === 1 ? ` of ${domain}` : ''}`, few(hosts)];
}

function withPorts(requests: readonly RequestedPort[]): string {
  const ports = [...new Set(requests.map(({ port }) => port))].join(', ');
  const [first] = requests;
  return first?.host === '*'
    ? requests.map((request) => describeRequest(request)).join(', ')
    : `${first?.host}:${ports}`;
}

/** Returns the name of an exit, with the number of its hosts. */
export function labelOfExit({ id, outcome, service, clientTls }: ExitNode, { hosts }: EgressGraph): string {
  const own = hosts.filter(({ exit }) => exit === id).flatMap(({ requests }) => requests.map(({ host }) => host));
  const count = new Set(own).size;
  const name = {
    direct: 'direct, around every gateway',
    fails: 'fails',
    gateway: `gateway ${service ?? ''}`.trimEnd(),
  }[outcome];
  return `${name}${clientTls === 'NONE' ? ', without mesh mTLS' : ''}: ${count} ${count === 1 ? 'host' : 'hosts'}`;
}
