/** Sidecar: what the sidecars of a namespace know, and what they do with the rest. */
import { listOf } from './fields';
import { MOVED } from './move-object';
import { NO_LABELS, NO_SERVICE, NO_SUBSET } from './nobody';
import { becomes, drop, dropOneOfMany, each, otherPort, rewritten, Rule, where, whereAbsent } from './rule';

const HOSTS = 'spec.egress.*.hosts';
const PROXY = 'spec.outboundTrafficPolicy.egressProxy';

export const SIDECAR: readonly Rule[] = [
  MOVED,
  { operator: 'sidecar/selector', at: 'spec.workloadSelector', to: whereAbsent({ labels: NO_LABELS }) },
  {
    operator: 'sidecar/mode',
    at: 'spec.outboundTrafficPolicy.mode',
    to: each({ REGISTRY_ONLY: ['ALLOW_ANY'], ALLOW_ANY: ['REGISTRY_ONLY'] }),
  },
  { operator: 'sidecar/drop-policy', at: 'spec.outboundTrafficPolicy', to: drop },
  // What nobody declares goes where it was dialled, or to a gateway that is not there.
  { operator: 'sidecar/drop-proxy', at: PROXY, to: drop },
  { operator: 'sidecar/proxy', at: `${PROXY}.host`, to: where(NO_SERVICE) },
  { operator: 'sidecar/proxy-port', at: `${PROXY}.port.number`, to: otherPort },
  { operator: 'sidecar/proxy-subset', at: `${PROXY}.subset`, to: where(NO_SUBSET) },
  { operator: 'sidecar/drop-proxy-subset', at: `${PROXY}.subset`, to: drop },
  { operator: 'sidecar/drop-host', at: `${HOSTS}.*`, to: dropOneOfMany },
  { operator: 'sidecar/any-host', at: HOSTS, to: (hosts) => [rewritten([...listOf(hosts), '*/*'], '+ */*')] },
  { operator: 'sidecar/any-host-of-namespace', at: `${HOSTS}.*`, to: everyHost },
];

/** A host is `namespace/name`; `*` of either is every one. */
function everyHost(value: unknown): ReturnType<Rule['to']> {
  const [namespace, name] = String(value).split('/');
  return name === '*' ? [] : [becomes(`${namespace}/*`)];
}
