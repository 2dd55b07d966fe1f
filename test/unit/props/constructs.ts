/** Every construct of the library, created with the properties that it requires and with further ones. */
import { App, Chart } from 'cdk8s';
import {
  ClusterLockdownPolicy,
  DirectHost,
  EgressAdmissionPolicy,
  EgressGateway,
  EgressLockdownPolicy,
  EgressMesh,
  EgressSidecar,
  EgressTelemetry,
  EgressSource,
  ExternalCidrRoute,
  ExternalHttpRoute,
  ExternalTcpRoute,
  ExternalTlsRoute,
  GatewayLockdownPolicy,
  GatewayPorts,
  Subject,
} from '../../../lib';
import { gatewayIn, mutual } from './samples';

export interface Creation {
  /**
   * Creates the construct with the id `it`: with the required and the given properties; `verbatim`, with the given value alone.
   * `undefined` is passed as it is.
   */
  readonly create: (chart: Chart, more: object | undefined, mode?: 'verbatim') => unknown;
  /** Whether the construct needs no properties. */
  readonly isOptional: boolean;
}

type Class = new (scope: Chart, id: string, props: never) => unknown;

function creation(required: (chart: Chart) => object, make: (chart: Chart, props: never) => unknown): Creation {
  return {
    create: (chart, more, mode) => {
      const props = more === undefined || mode === 'verbatim' ? more : { ...required(chart), ...more };
      return make(chart, props as never);
    },
    isOptional: Object.keys(required(new Chart(new App(), 'chart'))).length === 0,
  };
}

function constructed(Construct: Class, required: (chart: Chart) => object): Creation {
  return creation(required, (chart, props) => new Construct(chart, 'it', props));
}

const own = (chart: Chart): EgressGateway => new EgressGateway(chart, 'own', mutual);
const routed = (chart: Chart): object => ({ gateway: gatewayIn(chart), hosts: ['a.com'] });

export const CONSTRUCTS: Readonly<Record<string, Creation>> = {
  EgressMesh: creation(
    () => ({}),
    (_, props) => new EgressMesh(new App(), 'it', props),
  ),
  EgressGateway: constructed(EgressGateway, () => ({})),
  'EgressGateway.fromEgressGatewayAttributes': creation(
    () => ({}),
    (chart, props) => EgressGateway.fromEgressGatewayAttributes(chart, 'it', props),
  ),
  ExternalHttpRoute: constructed(ExternalHttpRoute, routed),
  ExternalTlsRoute: constructed(ExternalTlsRoute, routed),
  ExternalTcpRoute: constructed(ExternalTcpRoute, (chart) => ({
    ...routed(chart),
    port: 22,
    addresses: ['203.0.113.10'],
  })),
  ExternalCidrRoute: constructed(ExternalCidrRoute, (chart) => ({
    gateway: EgressGateway.fromEgressGatewayAttributes(chart, 'with-cidrs', {
      ...mutual,
      serviceName: 'with-cidrs',
      selector: { istio: 'with-cidrs' },
      ports: GatewayPorts.of({ cidrs: { port: 15022 } }),
    }),
    hosts: ['a.com'],
    port: 22,
    cidrs: ['203.0.113.0/28'],
    allowFrom: [EgressSource.namespace('payments')],
  })),
  EgressLockdownPolicy: constructed(EgressLockdownPolicy, (chart) => ({
    gateway: gatewayIn(chart),
    namespaces: ['a'],
  })),
  ClusterLockdownPolicy: constructed(ClusterLockdownPolicy, (chart) => ({
    gateway: own(chart),
    namespaceSelector: {},
  })),
  GatewayLockdownPolicy: constructed(GatewayLockdownPolicy, (chart) => ({ gateway: own(chart) })),
  EgressAdmissionPolicy: constructed(EgressAdmissionPolicy, (chart) => ({
    gateway: own(chart),
    deployers: [Subject.user('ci')],
  })),
  EgressSidecar: constructed(EgressSidecar, () => ({ namespaces: ['a'] })),
  DirectHost: constructed(DirectHost, () => ({ hosts: ['a.com'], namespaces: ['a'], because: 'near' })),
  EgressTelemetry: constructed(EgressTelemetry, (chart) => ({ gateway: gatewayIn(chart) })),
};
