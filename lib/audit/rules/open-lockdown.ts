import { gatewayPods } from '../answer/ends';
import { ruleFields } from '../answer/policy-rule';
import { nameOf } from '../manifest/manifest';
import { pathText } from '../manifest/path-text';
import { Rule } from './rule';
import { EgressRule, egressRulesOf, isForDns } from './shared/egress-rules';
import { isDnsPort } from './shared/dns-ports';
import { OUTSIDE } from './shared/lockdowns';

/** A rule of a NetworkPolicy that opens the internet. */
export const OPEN_LOCKDOWN: Rule = {
  code: 'EGR3302',
  level: 'error',
  title: 'A NetworkPolicy lets clients of a gateway connect to hosts directly.',
  effect:
    'A rule without `to` is for every destination, and a range such as `0.0.0.0/0` contains every host, so that the gateway, its policies ' +
    'and its log are bypassed.',
  sources: ['https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/'],
  check: (mesh) =>
    egressRulesOf(mesh).flatMap((rule) => {
      const port = isForDns(rule) ? undefined : openPort(rule);
      if (port === undefined) return [];
      const { manifest, path } = rule.evidence;
      const text = rule.ports === undefined ? 'on every port' : `on port ${port}`;
      return [
        {
          ...{ manifest, path },
          message: `${nameOf(manifest)} lets pods of namespace ${rule.client.namespace} connect to hosts outside the cluster ${text}`,
          fix: `write ${onlyGateway(rule)} in ${pathText(path)}, or the ranges of the one destination that has no route in to`,
        },
      ];
    }),
};

/** Returns a port on which a rule admits connections to a host that no policy names. */
function openPort(rule: EgressRule): number | undefined {
  const named = rule.ports ?? [{ protocol: 'TCP', port: 443 } as const];
  return named
    .filter(({ port }) => typeof port !== 'string')
    .map(({ protocol, port }) => ({ protocol, port: Number(port ?? 443) }))
    .sort((a, b) => Number(isDnsPort(a.port)) - Number(isDnsPort(b.port)))
    .find(({ protocol, port }) => rule.admits(OUTSIDE, port, protocol))?.port;
}

/** Returns the peers and the ports of a rule for the first gateway of the clients. */
function onlyGateway({ client }: EgressRule): string {
  const [first] = client.entrances;
  if (first === undefined) return 'to with the pods of the gateway';
  const ports = client.entrances
    .filter(({ service }) => service === first.service)
    .map(({ targetPort }) => ({ protocol: 'TCP', port: targetPort }) as const);
  return ruleFields('to', gatewayPods(first.service), ports);
}
