/** DestinationRule: the subset that the client's sidecar goes by, and the mTLS in which it wraps the first hop. */
import { MOVED } from './move-object';
import { NO_HOST, NO_SERVICE, NO_SUBSET } from './nobody';
import { always, drop, each, otherPort, Rule, where, whereAbsent } from './rule';

const SUBSET = 'spec.subsets.*';
/** SIMPLE is TLS without the client's certificate: what any pod could send. */
const TLS_MODES = { ISTIO_MUTUAL: ['DISABLE', 'SIMPLE'], DISABLE: ['ISTIO_MUTUAL'], SIMPLE: ['DISABLE'] };
const PORT = `${SUBSET}.trafficPolicy.portLevelSettings.*`;

export const DESTINATION_RULE: readonly Rule[] = [
  MOVED,
  { operator: 'destination-rule/host', at: 'spec.host', to: where(NO_SERVICE) },
  { operator: 'destination-rule/export-to', at: 'spec.exportTo', to: always(['.']) },
  { operator: 'destination-rule/subset-name', at: `${SUBSET}.name`, to: where(NO_SUBSET) },
  // Where the first hop is plain, mTLS must be noticed too: the gateway does not speak it there.
  {
    operator: 'destination-rule/tls-added',
    at: `${SUBSET}.trafficPolicy`,
    to: whereAbsent({ tls: { mode: 'ISTIO_MUTUAL' } }),
  },
  { operator: 'destination-rule/drop-policy', at: `${SUBSET}.trafficPolicy`, to: drop },
  { operator: 'destination-rule/drop-port', at: PORT, to: drop },
  { operator: 'destination-rule/port', at: `${PORT}.port.number`, to: otherPort },
  ...[`${SUBSET}.trafficPolicy`, PORT, 'spec.trafficPolicy'].flatMap((policy): Rule[] => [
    { operator: 'destination-rule/tls-mode', at: `${policy}.tls.mode`, to: each(TLS_MODES) },
    { operator: 'destination-rule/sni', at: `${policy}.tls.sni`, to: where(NO_HOST) },
    { operator: 'destination-rule/drop-sni', at: `${policy}.tls.sni`, to: drop },
  ]),
];
