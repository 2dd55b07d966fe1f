import {
  DestinationRuleSpecTrafficPolicyConnectionPool as HostPool,
  DestinationRuleSpecTrafficPolicyPortLevelSettings as PortSettings,
  DestinationRuleSpecTrafficPolicyPortLevelSettingsConnectionPool as Pool,
  DestinationRuleSpecTrafficPolicyPortLevelSettingsLoadBalancer as Balancer,
  DestinationRuleSpecTrafficPolicyPortLevelSettingsOutlierDetection as Outliers,
} from '../../../imports/networking.istio.io';
import { ExternalPort, isGatewayPassthrough, isPassthrough } from '../../mesh/external-host';
import { OutlierDetectionModel, UpstreamModel } from '../../mesh/upstream-model';

/** Returns the settings of one port; empty without settings. */
export function upstreamSettings(port: ExternalPort): Omit<PortSettings, 'port' | 'tls'> {
  const { upstream = {} } = port;
  const connectionPool = poolOf(port);
  const loadBalancer = balancerOf(upstream);
  return {
    ...(connectionPool && { connectionPool }),
    ...(upstream.outlierDetection && { outlierDetection: outliersOf(upstream.outlierDetection) }),
    ...(loadBalancer && { loadBalancer }),
  };
}

/**
 * Returns the settings of connections that the gateway passes through, for all ports of a host: Istio reads both from the host, and not from
 * the port (`buildOutboundNetworkFiltersWithSingleDestination` in istio.io/istio `pilot/pkg/networking/core/networkfilter.go`). Istio
 * ignores all other settings of the host, since each port has settings.
 */
export function passthroughPool(ports: readonly ExternalPort[]): HostPool | undefined {
  const found = ports.find((port) => isGatewayPassthrough(port) && hasLifetime(port));
  const { idleTimeout, maxConnectionDuration } = found?.upstream ?? {};
  const tcp = defined({ idleTimeout, maxConnectionDuration });
  return tcp && { tcp };
}

function hasLifetime({ upstream }: ExternalPort): boolean {
  return upstream?.idleTimeout !== undefined || upstream?.maxConnectionDuration !== undefined;
}

function poolOf(port: ExternalPort): Pool | undefined {
  const { upstream = {}, useClientProtocol } = port;
  const isPassedThrough = isPassthrough(port);
  const { connectTimeout, idleTimeout, maxConnectionDuration, maxConnections, tcpKeepalive } = upstream;
  const { http1MaxPendingRequests, http2MaxRequests, maxRequestsPerConnection, maxRetries } = upstream;
  const common = { connectTimeout, maxConnections, tcpKeepalive };
  const tcp = defined(isPassedThrough ? common : { ...common, maxConnectionDuration });
  const http = defined({
    idleTimeout: isPassedThrough ? undefined : idleTimeout,
    http1MaxPendingRequests,
    http2MaxRequests,
    maxRequestsPerConnection,
    maxRetries,
    useClientProtocol,
  });
  return defined({ tcp, http });
}

/** Istio counts local failures by themselves only if `splitExternalLocalOriginErrors` is set. */
function outliersOf(outliers: OutlierDetectionModel): Outliers {
  const splits = outliers.consecutiveLocalOriginFailures !== undefined;
  return { ...outliers, ...(splits && { splitExternalLocalOriginErrors: true }) };
}

function balancerOf({ loadBalancer, failover }: UpstreamModel): Balancer | undefined {
  return defined({
    simple: loadBalancer,
    localityLbSetting: failover && { enabled: true, failover: failover.map(({ from, to }) => ({ from, to })) },
  }) as Balancer | undefined;
}

/** Returns the properties that have a value; undefined if none has. */
function defined<T extends object>(properties: T): Partial<T> | undefined {
  const entries = Object.entries(properties).filter(([, value]) => value !== undefined);
  return entries.length === 0 ? undefined : (Object.fromEntries(entries) as Partial<T>);
}
