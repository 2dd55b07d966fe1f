import { EgressLayout } from '../layout/egress-layout';
import { parseClusterDomain } from '../input/cluster-domain';
import { checkFlag } from '../input/boolean';
import { InputError } from '../input/input-error';
import { Known, refuseUnknown } from '../input/properties';
import { checkLabels, Labels, parseSelector } from '../input/labels';
import { parseDnsLabel } from '../input/namespace';
import { required } from '../input/instance';
import { ClientTls } from './client-tls';
import { EgressGatewayAttributes, GatewayMetadata } from './egress-gateway-attributes';
import { GatewayPorts } from './gateway-ports';

const ATTRIBUTES: Known<EgressGatewayAttributes> = {
  namespace: true,
  selector: true,
  serviceName: true,
  ports: true,
  clusterDomain: true,
  clientTls: true,
  layout: true,
  requireSources: true,
  takesUndeclared: true,
  metadata: true,
};

/** The attributes of a gateway with their defaults, each of them sound. */
type SoundAttributes = Required<Omit<EgressGatewayAttributes, 'metadata'>> & Pick<EgressGatewayAttributes, 'metadata'>;

/**
 * Reads what a user wrote of a gateway.
 *
 * @param what how an error names the properties
 * @param others names of properties that are not for here
 * @throws InputError for the first attribute that is malformed
 */
export function readAttributes(what: string, attrs: EgressGatewayAttributes, others: object): SoundAttributes {
  refuseUnknown(what, attrs, { ...ATTRIBUTES, ...others });
  const { clientTls = ClientTls.ISTIO_MUTUAL, ports = GatewayPorts.ISTIOCTL, layout = EgressLayout.DOCUMENTED } = attrs;
  required('clientTls', clientTls instanceof ClientTls, clientTls, 'ClientTls.ISTIO_MUTUAL or ClientTls.DISABLE');
  required('ports', ports instanceof GatewayPorts, ports, 'GatewayPorts.ISTIOCTL, HELM_CHART or GatewayPorts.of(...)');
  required('layout', layout instanceof EgressLayout, layout, 'EgressLayout.DOCUMENTED');
  checkFlag('requireSources', attrs.requireSources);
  checkFlag('takesUndeclared', attrs.takesUndeclared);
  refuseIdentity(attrs.metadata);
  checkLabels('metadata', attrs.metadata?.labels);
  return {
    namespace: parseDnsLabel('namespace', attrs.namespace ?? 'istio-system'),
    serviceName: parseDnsLabel('service name', attrs.serviceName ?? 'istio-egressgateway'),
    selector: parseSelector('selector', attrs.selector ?? { istio: 'egressgateway' }),
    ports,
    clusterDomain: parseClusterDomain(attrs.clusterDomain ?? 'cluster.local'),
    clientTls,
    layout,
    requireSources: attrs.requireSources ?? false,
    takesUndeclared: attrs.takesUndeclared ?? false,
    metadata: sorted(attrs.metadata),
  };
}

/** Only labels and annotations may be added: a name or a namespace in `metadata` would be lost, so it is refused. */
function refuseIdentity(metadata: GatewayMetadata | undefined): void {
  const other = Object.keys(metadata ?? {}).find((key) => key !== 'labels' && key !== 'annotations');
  if (other === undefined) return;
  throw new InputError({
    problem: `metadata has ${other}`,
    got: metadata,
    allowed: 'labels and annotations',
    fix: `remove ${other}: name and namespace are set by serviceName and namespace, anything else by a patch of the object`,
  });
}

/** A copy in order of keys, since their order means nothing. */
function sorted(metadata: GatewayMetadata | undefined): GatewayMetadata | undefined {
  const { labels, annotations } = metadata ?? {};
  return (
    metadata && {
      ...(labels && { labels: inOrder(labels) }),
      ...(annotations && { annotations: inOrder(annotations) }),
    }
  );
}

function inOrder(texts: Labels): Labels {
  return Object.fromEntries(Object.entries(texts).sort(([a], [b]) => (a < b ? -1 : 1)));
}
