/** The objects that the library writes for generated hosts, ports and gateways. */
import { Construct } from 'constructs';
import {
  EgressGateway,
  EgressGatewayAttributes,
  EgressLockdownPolicy,
  EgressSource,
  ExportTo,
  ExternalHttpRoute,
  ExternalRouteProps,
  ExternalTcpRoute,
  ExternalTlsRoute,
  TlsOrigination,
  UpstreamProxy,
} from '../../lib';
import { synthesized } from '../support/synthesized';
import { Manifest } from '../support/trace';
import { DrawnSource, RoutedHost } from './arbitraries';

export type Step = (scope: Construct, gateway: EgressGateway) => void;

/** Returns the steps that create a route per host and protocol. The steps may run in any order. */
export function steps(hosts: readonly RoutedHost[]): Step[] {
  return hosts.flatMap((routed) => [
    ...(routed.http === undefined ? [] : [httpStep(routed, routed.http)]),
    ...(routed.tls === undefined ? [] : [tlsStep(routed, routed.tls)]),
    ...(routed.tcp === undefined ? [] : [tcpStep(routed, routed.tcp)]),
  ]);
}

function httpStep(routed: RoutedHost, port: number): Step {
  const { host, direct, originates } = routed;
  return (scope, gateway) =>
    void new ExternalHttpRoute(scope, `http-${host}`, {
      ...propsOf(routed, gateway),
      port,
      directPorts: direct === undefined ? undefined : [direct],
      tlsOrigination: originates === undefined ? undefined : TlsOrigination.simple({ port: originates }),
    });
}

function tlsStep(routed: RoutedHost, port: number): Step {
  return (scope, gateway) =>
    void new ExternalTlsRoute(scope, `tls-${routed.host}`, { ...propsOf(routed, gateway), port });
}

function tcpStep(routed: RoutedHost, port: number): Step {
  const { host, address = '' } = routed;
  return (scope, gateway) =>
    void new ExternalTcpRoute(scope, `tcp-${host}`, { ...propsOf(routed, gateway), port, addresses: [address] });
}

function propsOf({ host, sources, narrowed, proxied }: RoutedHost, gateway: EgressGateway): ExternalRouteProps {
  return {
    gateway,
    hosts: [host],
    allowFrom: sources?.map(sourceOf),
    upstreamProxy: proxied === true ? UpstreamProxy.connect('proxy.corp.test', 3128) : undefined,
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
    const gateway = new EgressGateway(chart, 'gateway', attrs);
    new EgressLockdownPolicy(chart, 'lockdown', { gateway, namespaces: ['locked', 'locked-too'] });
    for (const step of toRun) step(chart, gateway);
  });
}
