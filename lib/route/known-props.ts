import { Known } from '../model/known';
import type { ExternalHttpRouteProps } from './external-http-route';
import type { ExternalRouteProps } from './external-route';
import type { ExternalTcpRouteProps } from './external-tcp-route';
import type { ExternalTlsRouteProps } from './external-tls-route';

const OF_ROUTES: Known<ExternalRouteProps> = { gateway: true, hosts: true, allowFrom: true, exportTo: true };

/** The properties of an `ExternalHttpRoute`. */
export const OF_HTTP_ROUTES: Known<ExternalHttpRouteProps> = {
  ...OF_ROUTES,
  port: true,
  directPorts: true,
  keepHeaders: true,
  tlsOrigination: true,
  wildcardTarget: true,
  allow: true,
};

/** The properties of an `ExternalTlsRoute`. */
export const OF_TLS_ROUTES: Known<ExternalTlsRouteProps> = { ...OF_ROUTES, port: true, wildcardTarget: true };

/** The properties of an `ExternalTcpRoute`. */
export const OF_TCP_ROUTES: Known<ExternalTcpRouteProps> = { ...OF_ROUTES, port: true, addresses: true };
