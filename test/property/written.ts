/** The objects that the library writes for generated hosts, ports and gateways. */
import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import {
  ClientTls,
  EgressChecks,
  EgressGateway,
  EgressGatewayAttributes,
  EgressLockdownPolicy,
  EgressSource,
  ExportTo,
  ExternalHttpRoute,
  ExternalRouteProps,
  ExternalTcpRoute,
  ExternalTlsRoute,
  HostResolution,
  HttpCredential,
  HttpUpstreamOptions,
  TlsOrigination,
  UpstreamOptions,
  UpstreamProxy,
} from '../../lib';
import { synthesized } from '../support/synthesized';
import { Manifest } from '../../lib/audit/manifest/manifest';
import { DrawnSource, FurtherPort, RoutedHost } from './arbitraries';

/** The credential of generated routes, and the label of pods that have its file. */
export const CREDENTIAL = HttpCredential.fromSecret({ secretName: 'api-token' });
export const CREDENTIAL_LABEL = { 'egress-credential-authorization_api-token': 'mounted' };

export type Step = (scope: Construct, gateway: EgressGateway) => void;

/** Returns the steps that create a route per host and protocol. The steps may run in any order. */
export function steps(hosts: readonly RoutedHost[]): Step[] {
  return hosts.flatMap((routed) => [
    ...(routed.http === undefined ? [] : [httpStep(routed, routed.http)]),
    ...(routed.tls === undefined ? [] : [tlsStep(routed, routed.tls)]),
    ...(routed.tcp === undefined ? [] : [tcpStep(routed, routed.tcp)]),
    ...(routed.further ?? []).map((further) => furtherStep(routed, further)),
  ]);
}

/** The steps of a host, each for a port; a further port has no direct port, no TLS origination and no credential. */
const STEPS = { http: httpStep, tls: tlsStep, tcp: tcpStep };

function furtherStep(routed: RoutedHost, { protocol, port, sources }: FurtherPort): Step {
  const { direct: _, originates: __, hasCredential: ___, ...rest } = routed;
  return STEPS[protocol]({ ...rest, sources: sources ?? rest.sources }, port, `-${port}`);
}

/** Settings of connections and of requests. */
const CONNECTIONS: UpstreamOptions = {
  connectTimeout: Duration.seconds(2),
  idleTimeout: Duration.minutes(5),
  maxConnections: 100,
  tcpKeepalive: { time: Duration.minutes(5) },
  outlierDetection: { consecutiveLocalOriginFailures: 5 },
};
/** The settings of connections that a host through a proxy can have. */
const OF_PROXIED: UpstreamOptions = { maxConnections: 100 };
const REQUESTS: HttpUpstreamOptions = { timeout: Duration.seconds(5), retries: { attempts: 1 } };

function connectionsOf({ proxied }: RoutedHost): UpstreamOptions {
  return proxied === true ? OF_PROXIED : CONNECTIONS;
}

function httpStep(routed: RoutedHost, port: number, suffix = ''): Step {
  const { host, direct, originates, speaks, hasCredential } = routed;
  return (scope, gateway) =>
    void new ExternalHttpRoute(scope, `http-${host}${suffix}`, {
      ...propsOf(routed, gateway),
      port,
      ...(speaks === 'client' ? { useClientProtocol: true } : { protocol: speaks }),
      directPorts: direct === undefined ? undefined : [direct],
      tlsOrigination: originates === undefined ? undefined : TlsOrigination.simple({ port: originates }),
      credential: hasCredential === true ? CREDENTIAL : undefined,
      upstream: routed.settled === true ? { ...connectionsOf(routed), ...REQUESTS } : undefined,
    });
}

function tlsStep(routed: RoutedHost, port: number, suffix = ''): Step {
  return (scope, gateway) =>
    void new ExternalTlsRoute(scope, `tls-${routed.host}${suffix}`, {
      ...propsOf(routed, gateway),
      port,
      upstream: routed.settled === true ? connectionsOf(routed) : undefined,
    });
}

function tcpStep(routed: RoutedHost, port: number, suffix = ''): Step {
  const { host, address = '' } = routed;
  return (scope, gateway) =>
    void new ExternalTcpRoute(scope, `tcp-${host}${suffix}`, {
      ...propsOf(routed, gateway),
      port,
      addresses: [address],
      upstream: routed.settled === true ? connectionsOf(routed) : undefined,
    });
}

function propsOf(
  { host, sources, narrowed, settled, proxied }: RoutedHost,
  gateway: EgressGateway,
): ExternalRouteProps {
  return {
    gateway,
    hosts: [host],
    allowFrom: sources?.map(sourceOf),
    resolution: settled === true && proxied !== true ? HostResolution.DNS_ROUND_ROBIN : undefined,
    upstreamProxy: proxied === true ? UpstreamProxy.connect('proxy.corp.example', 3128) : undefined,
    exportTo: narrowed === true ? ExportTo.SOURCES : undefined,
  };
}

/** Returns a generated source as users write it. */
export function sourceOf({ namespace, account }: DrawnSource): EgressSource {
  if (namespace === undefined) return EgressSource.anyAuthenticated();
  return account === undefined ? EgressSource.namespace(namespace) : EgressSource.serviceAccount(namespace, account);
}

/** Returns the objects of an app with a gateway, two locked-down namespaces, and the steps in their order. */
export function written(attrs: EgressGatewayAttributes, toRun: readonly Step[]): Manifest[] {
  return synthesized((chart) => {
    const credentials = attrs.clientTls === ClientTls.DISABLE ? [] : [CREDENTIAL];
    const gateway = new EgressGateway(chart, 'gateway', { ...attrs, credentials });
    const checks = EgressChecks.of(chart);
    checks.acknowledge('EGR2016', 'the overlay is installed');
    checks.acknowledge('EGR2007', 'direct ports are drawn for every host');
    checks.acknowledge('EGR2105', 'no tenant writes in the namespaces of the routes');
    new EgressLockdownPolicy(chart, 'lockdown', { gateway, namespaces: ['locked', 'locked-too'] });
    for (const step of toRun) step(chart, gateway);
  });
}
