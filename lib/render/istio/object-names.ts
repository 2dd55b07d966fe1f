import { Host } from '../../host/host';
import { objectName, slug } from '../object-name';

/**
 * The names of the objects of one host. The names follow from the host alone, so that a host keeps its names when the app
 * changes, and two apps on one gateway never write the same object for different hosts. No prefix begins with another prefix, so
 * that two kinds never share a name. The names are part of the contract: a changed name is a breaking change.
 */
export interface HostObjectNames {
  /** `external-edition-cnn-com` */
  readonly serviceEntry: string;
  /** `egress-server-edition-cnn-com` */
  readonly gateway: string;
  /** `egress-subset-edition-cnn-com` */
  readonly destinationRule: string;
  /** `egress-route-edition-cnn-com` */
  readonly virtualService: string;
  /** `egress-allow-edition-cnn-com`, an AuthorizationPolicy */
  readonly allowPolicy: string;
  /** `egress-upstream-edition-cnn-com`, a DestinationRule */
  readonly upstreamRule: string;
  /** `egress-tls-edition-cnn-com`, an EnvoyFilter */
  readonly minimumTls: string;
  /** `egress-requests-edition-cnn-com`, an EnvoyFilter */
  readonly requestFilter: string;
  /** `egress-identity-db-example-org`, an EnvoyFilter */
  readonly identityFilter: string;
  /** `egress-addresses-any---example-com`, an EnvoyFilter */
  readonly addressFilter: string;
  /** `egress-credential-api-example-com`, an EnvoyFilter */
  readonly credentialFilter: string;
  /** `egress-tunnel-edition-cnn-com`, one object of each kind */
  readonly tunnel: string;
  /** `egress-cidrs-sftp-example-org`, an EnvoyFilter */
  readonly cidrFilter: string;
}

/** Returns the names of the objects of a host, or of an outer name. */
export function hostObjectNames(host: Host): HostObjectNames {
  const text = slug(host.name);
  return {
    serviceEntry: objectName('external', text),
    gateway: objectName('egress-server', text),
    destinationRule: objectName('egress-subset', text),
    virtualService: objectName('egress-route', text),
    allowPolicy: objectName('egress-allow', text),
    upstreamRule: objectName('egress-upstream', text),
    minimumTls: objectName('egress-tls', text),
    requestFilter: objectName('egress-requests', text),
    identityFilter: objectName('egress-identity', text),
    addressFilter: objectName('egress-addresses', text),
    credentialFilter: objectName('egress-credential', text),
    tunnel: objectName('egress-tunnel', text),
    cidrFilter: objectName('egress-cidrs', text),
  };
}

/** Returns the name of the subset of the gateway's Service for a server: `edition-cnn-com`. */
export function subsetName({ name }: Host): string {
  return objectName('', slug(name));
}

/** Returns the name of the policy that denies what no route through a gateway allows: `egress-deny-istio-egressgateway`. */
export function defaultDenyPolicyName(serviceName: string): string {
  return objectName('egress-deny', serviceName);
}

/** Returns the name of the EnvoyFilter by which a gateway connects after the handshake: `egress-connect-istio-egressgateway`. */
export function connectFilterName(serviceName: string): string {
  return objectName('egress-connect', serviceName);
}

/** Returns the name of the EnvoyFilter for the port for ranges: `egress-cidr-port-istio-egressgateway`. */
export function cidrsPortFilterName(serviceName: string): string {
  return objectName('egress-cidr-port', serviceName);
}

/** Returns the name of the objects that accept egress-proxy traffic, one of each kind: `egress-undeclared-istio-egressgateway`. */
export function egressProxyName(serviceName: string): string {
  return objectName('egress-undeclared', serviceName);
}
