/** The forms of rows: one for each kind of route, and one for all rows. */
import { ExternalCidrRouteProps } from '../route/external-cidr-route';
import { ExternalHttpRouteProps } from '../route/external-http-route-props';
import { ExternalRouteProps } from '../route/external-route-props';
import { ExternalTcpRouteProps } from '../route/external-tcp-route-props';
import { ExternalTlsRouteProps } from '../route/external-tls-route-props';
import { ExportTo } from '../mesh/export-to';
import { HostResolution } from '../mesh/host-resolution';
import { AllowListProtocol } from './allow-list-protocol';
import { EgressAllowListRow } from './egress-allow-list-row';
import { BOOLEAN, choice, DATE, FormsOf, list, NUMBER, StructForm, struct, TEXT } from './form';
import {
  CONNECTION_UPSTREAM,
  CREDENTIAL,
  HTTP_UPSTREAM,
  METADATA,
  OPERATION,
  SOURCE,
  TLS_ORIGINATION,
  UPSTREAM_PROXY,
  WILDCARD_TARGET,
} from './value-forms';

/** The names of properties of rows that routes have under another name. */
export const ROUTE_NAMES = { from: 'allowFrom', operations: 'allowedOperations' } as const;

/** The properties of a route by their names in a row. A row has no gateway: a list has one. */
type InRow<P> = Omit<P, 'gateway' | 'allowFrom' | 'allowedOperations' | 'protocol'> &
  Pick<EgressAllowListRow, 'name' | 'protocol' | 'from' | 'owner' | 'ticket' | 'expires'>;

type HttpRow = InRow<ExternalHttpRouteProps> & Pick<EgressAllowListRow, 'operations'>;

const COMMON: FormsOf<InRow<ExternalRouteProps>> = {
  name: TEXT,
  hosts: list(TEXT),
  protocol: choice('AllowListProtocol', AllowListProtocol),
  from: list(SOURCE),
  resolution: choice('HostResolution', HostResolution),
  exportTo: choice('ExportTo', ExportTo),
  upstreamProxy: UPSTREAM_PROXY,
  metadata: METADATA,
  owner: TEXT,
  ticket: TEXT,
  expires: DATE,
};

const ALWAYS = ['name', 'hosts', 'protocol'] as const;

const TLS_ROW = struct<InRow<ExternalTlsRouteProps>>(
  { ...COMMON, port: NUMBER, implicitTls: BOOLEAN, wildcardTarget: WILDCARD_TARGET, upstream: CONNECTION_UPSTREAM },
  ...ALWAYS,
);

const TCP_ROW = struct<InRow<ExternalTcpRouteProps>>(
  { ...COMMON, port: NUMBER, addresses: list(TEXT), virtualAddress: BOOLEAN, upstream: CONNECTION_UPSTREAM },
  ...ALWAYS,
  'port',
);

const { resolution: _, ...UNRESOLVED } = COMMON;

const CIDR_ROW = struct<Omit<InRow<ExternalCidrRouteProps>, 'resolution'>>(
  { ...UNRESOLVED, port: NUMBER, cidrs: list(TEXT) },
  ...ALWAYS,
  'port',
  'cidrs',
);

const HTTP_ROW = struct<HttpRow>(
  {
    ...COMMON,
    port: NUMBER,
    addresses: list(TEXT),
    useClientProtocol: BOOLEAN,
    wildcardTarget: WILDCARD_TARGET,
    directPorts: list(NUMBER),
    keepHeaders: list(TEXT),
    tlsOrigination: TLS_ORIGINATION,
    credential: CREDENTIAL,
    operations: list(OPERATION),
    upstream: HTTP_UPSTREAM,
  },
  ...ALWAYS,
);

/** A kind of row: the kind of its route. */
export type RowKind = 'tls' | 'tcp' | 'cidr' | 'http';

export const KIND_FORMS: Readonly<Record<RowKind, StructForm>> = {
  tls: TLS_ROW,
  tcp: TCP_ROW,
  cidr: CIDR_ROW,
  http: HTTP_ROW,
};

/** The properties of all rows. */
export const ROW_FORMS: FormsOf<EgressAllowListRow> = {
  ...{ ...(TLS_ROW.properties as FormsOf<InRow<ExternalTlsRouteProps>>) },
  ...{ ...(TCP_ROW.properties as FormsOf<InRow<ExternalTcpRouteProps>>) },
  ...{ ...(CIDR_ROW.properties as FormsOf<InRow<ExternalCidrRouteProps>>) },
  ...{ ...(HTTP_ROW.properties as FormsOf<HttpRow>) },
};

const KINDS: Readonly<Record<AllowListProtocol, RowKind>> = {
  TLS: 'tls',
  TCP: 'tcp',
  HTTP: 'http',
  HTTP2: 'http',
  GRPC: 'http',
};

/** Returns the kind of a row. */
export function kindOf(protocol: AllowListProtocol, hasCidrs: boolean): RowKind {
  return protocol === AllowListProtocol.TCP && hasCidrs ? 'cidr' : KINDS[protocol];
}
