/**
 * DestinationRule: the subset that the client's sidecar goes by, the mTLS in which it wraps the first hop, and the TLS that the
 * gateway begins towards a host.
 */
import { at, isKeyed } from './fields';
import { MOVED } from './move-object';
import { NO_HOST, NO_SECRET, NO_SERVICE, NO_SUBSET } from './nobody';
import { always, Change, drop, each, otherPort, rewritten, Rule, where, whereAbsent } from './rule';

const SUBSET = 'spec.subsets.*';
const PORT = 'trafficPolicy.portLevelSettings.*';
/** Where a policy may stand. */
const POLICIES = [`${SUBSET}.trafficPolicy`, `${SUBSET}.${PORT}`, 'spec.trafficPolicy', `spec.${PORT}`];
/** SIMPLE is TLS without the client's certificate: what any pod could send. */
const TLS_MODES = {
  ISTIO_MUTUAL: ['DISABLE', 'SIMPLE'],
  DISABLE: ['ISTIO_MUTUAL'],
  SIMPLE: ['DISABLE'],
  MUTUAL: ['SIMPLE', 'DISABLE'],
};

export const DESTINATION_RULE: readonly Rule[] = [
  { ...MOVED, to: unlessPlain(MOVED.to) },
  { operator: 'destination-rule/host', at: 'spec.host', to: unlessPlain(where(NO_SERVICE)) },
  { operator: 'destination-rule/export-to', at: 'spec.exportTo', to: always(['.']) },
  { operator: 'destination-rule/export-to-all', at: 'spec.exportTo', to: where(['*']) },
  { operator: 'destination-rule/any-workload', at: 'spec.workloadSelector', to: drop },
  { operator: 'destination-rule/drop-lifetime', at: 'spec.trafficPolicy.connectionPool', to: drop },
  { operator: 'destination-rule/subset-name', at: `${SUBSET}.name`, to: where(NO_SUBSET) },
  { operator: 'destination-rule/tunnel-target', at: `${SUBSET}.trafficPolicy.tunnel.targetHost`, to: where(NO_HOST) },
  { operator: 'destination-rule/tunnel-port', at: `${SUBSET}.trafficPolicy.tunnel.targetPort`, to: otherPort },
  { operator: 'destination-rule/drop-tunnel', at: `${SUBSET}.trafficPolicy`, to: dropTunnel },
  { operator: 'destination-rule/no-header', at: `${SUBSET}.trafficPolicy.proxyProtocol`, to: drop },
  // Where the first hop is plain, mTLS must be noticed too: the gateway does not speak it there.
  {
    operator: 'destination-rule/tls-added',
    at: `${SUBSET}.trafficPolicy`,
    to: whereAbsent({ tls: { mode: 'ISTIO_MUTUAL' } }),
  },
  ...[SUBSET, 'spec'].flatMap((owner): Rule[] => [
    { operator: 'destination-rule/drop-policy', at: `${owner}.trafficPolicy`, to: unlessPlain(drop) },
    { operator: 'destination-rule/drop-port', at: `${owner}.${PORT}`, to: unlessPlain(drop) },
    { operator: 'destination-rule/port', at: `${owner}.${PORT}.port.number`, to: unlessPlain(otherPort) },
  ]),
  ...POLICIES.flatMap((policy) => tlsRules(`${policy}.tls`)),
  ...POLICIES.map((policy) => ({
    operator: 'destination-rule/client-protocol',
    at: `${policy}.connectionPool.http.useClientProtocol`,
    to: where(false),
  })),
];

/** What a rule without TLS states also holds without the rule, as long as no other object states the opposite. */
function unlessPlain(to: Rule['to']): Rule['to'] {
  return (value, field, placed) => {
    const port = field.path.indexOf('portLevelSettings') + 1;
    const path = port === 0 ? ['spec'] : field.path.slice(0, port + 1);
    const modes = [...JSON.stringify(at(placed.manifest, path)).matchAll(/"mode":"(\w+)"/g)].map(([, mode]) => mode);
    return modes.length > 0 && modes.every((mode) => mode === 'DISABLE') ? [] : to(value, field, placed);
  };
}

/** A tunnel goes with its policy, since a policy without a field is refused at admission. */
function dropTunnel(...[policy, field, placed]: Parameters<Rule['to']>): ReturnType<Rule['to']> {
  return isKeyed(policy) && policy['tunnel'] !== undefined ? drop(policy, field, placed) : [];
}

function tlsRules(tls: string): Rule[] {
  return [
    { operator: 'destination-rule/tls-mode', at: `${tls}.mode`, to: each(TLS_MODES) },
    { operator: 'destination-rule/sni', at: `${tls}.sni`, to: where(NO_HOST) },
    { operator: 'destination-rule/drop-sni', at: `${tls}.sni`, to: drop },
    { operator: 'destination-rule/verified-name', at: `${tls}.subjectAltNames.*`, to: where(NO_HOST) },
    { operator: 'destination-rule/any-name', at: `${tls}.subjectAltNames`, to: drop },
    { operator: 'destination-rule/authorities', at: `${tls}.caCertificates`, to: where('/no-such-file.crt') },
    { operator: 'destination-rule/drop-authorities', at: `${tls}.caCertificates`, to: drop },
    { operator: 'destination-rule/secret', at: `${tls}.credentialName`, to: where(NO_SECRET) },
    { operator: 'destination-rule/drop-secret', at: `${tls}.credentialName`, to: drop },
    { operator: 'destination-rule/unverified', at: tls, to: unverified },
  ];
}

/** Whoever answers is believed. What says whom to believe goes too, since both together are refused at admission. */
function unverified(tls: unknown): Change[] {
  if (!isKeyed(tls) || !['SIMPLE', 'MUTUAL'].includes(String(tls['mode']))) return [];
  const { mode, sni, credentialName } = tls;
  const certificate = mode === 'MUTUAL' && credentialName !== undefined && { credentialName };
  const value = { mode, ...(sni !== undefined && { sni }), ...certificate, insecureSkipVerify: true };
  return [rewritten(value, 'without verification')];
}
