/** What the library writes for drawn hosts, ports and gateways. */
import { Construct } from 'constructs';
import {
  EgressGateway,
  EgressGatewayAttributes,
  EgressLockdownPolicy,
  ExternalHttpRoute,
  ExternalTlsRoute,
} from '../../lib';
import { synthesized } from '../support/synthesized';
import { Manifest } from '../support/trace';
import { RoutedHost } from './arbitraries';

export type Step = (scope: Construct, gateway: EgressGateway) => void;

/** A route per host and protocol: the steps may run in any order. */
export function steps(hosts: readonly RoutedHost[]): Step[] {
  return hosts.flatMap(({ host: name, http, tls, direct }) => [
    ...(http === undefined
      ? []
      : [
          (scope: Construct, gateway: EgressGateway) =>
            void new ExternalHttpRoute(scope, `http-${name}`, {
              gateway,
              hosts: [name],
              port: http,
              directPorts: direct === undefined ? undefined : [direct],
            }),
        ]),
    ...(tls === undefined
      ? []
      : [
          (scope: Construct, gateway: EgressGateway) =>
            void new ExternalTlsRoute(scope, `tls-${name}`, { gateway, hosts: [name], port: tls }),
        ]),
  ]);
}

/** The objects of an app with a gateway, two namespaces locked down, and the steps in their order. */
export function written(attrs: EgressGatewayAttributes, toRun: readonly Step[]): Manifest[] {
  return synthesized((chart) => {
    const gateway = new EgressGateway(chart, 'gateway', attrs);
    new EgressLockdownPolicy(chart, 'lockdown', { gateway, namespaces: ['locked', 'locked-too'] });
    for (const step of toRun) step(chart, gateway);
  });
}
