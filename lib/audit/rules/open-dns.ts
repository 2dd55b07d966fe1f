import { nameOf } from '../manifest/manifest';
import { pathText } from '../manifest/path-text';
import { Rule } from './rule';
import { egressRulesOf, isForDns } from './shared/egress-rules';
import { OUTSIDE } from './shared/lockdowns';

/** A rule of a NetworkPolicy that opens DNS to every server. */
export const OPEN_DNS: Rule = {
  code: 'EGR3303',
  level: 'warning',
  title: 'A NetworkPolicy lets clients of a gateway send DNS to servers outside the cluster.',
  effect:
    'A pod can send data in DNS queries to a server of its choice, and any protocol on port 53, without the gateway. The pods need the ' +
    'DNS pods of the cluster alone.',
  sources: [
    'https://kubernetes.io/docs/concepts/services-networking/network-policies/#behavior-of-to-and-from-selectors',
  ],
  check: (mesh) =>
    egressRulesOf(mesh).flatMap((rule) => {
      const open = rule.ports?.find(
        ({ protocol, port }) => typeof port === 'number' && rule.admits(OUTSIDE, port, protocol),
      );
      if (!isForDns(rule) || open === undefined) return [];
      const { manifest, path } = rule.evidence;
      return [
        {
          ...{ manifest, path },
          message: `${nameOf(manifest)} lets pods of namespace ${rule.client.namespace} connect to port ${open.port} (${open.protocol}) of servers outside the cluster`,
          fix: `write to: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: kube-system } }, podSelector: { matchLabels: { k8s-app: kube-dns } } }] in ${pathText(path)}`,
        },
      ];
    }),
};
