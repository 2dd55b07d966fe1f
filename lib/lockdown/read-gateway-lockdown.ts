import { checkGateway } from '../gateway/gateway-facts-of';
import { InputError } from '../input/input-error';
import { Known, refuseUnknown } from '../input/properties';
import { parseOptionalNamespaces } from '../input/namespace';
import { required } from '../input/instance';
import { refuseToken } from '../input/token';
import { checkIpBlock } from '../network/ip-block';
import { ClusterDns } from './cluster-dns';
import { ControlPlane } from './control-plane';
import { EgressPeer } from './egress-peer';
import { EgressPort } from './egress-port';
import { GatewayLockdownPolicyProps } from './gateway-lockdown-policy-props';

const KNOWN: Known<GatewayLockdownPolicyProps> = {
  gateway: true,
  namespaces: true,
  ports: true,
  insideCidrs: true,
  allow: true,
  scrapedFrom: true,
  dns: true,
  controlPlane: true,
};

/**
 * Reads what a user wrote of the policy on a gateway's pods.
 *
 * @returns all of it, with defaults, each sound; namespaces sorted
 * @throws InputError for the first property that is malformed
 */
export function readGatewayLockdown(props: GatewayLockdownPolicyProps): Required<GatewayLockdownPolicyProps> {
  refuseUnknown('GatewayLockdownPolicy', props, KNOWN);
  const { gateway, ports = [], insideCidrs = [], allow = [] } = props;
  const { dns = ClusterDns.KUBE_DNS, controlPlane = ControlPlane.ISTIOD } = props;
  checkGateway(gateway);
  allOf('ports', ports, (port) => port instanceof EgressPort, '[EgressPort.tcp(443)]');
  allOf('allow', allow, (peer) => peer instanceof EgressPeer, "[EgressPeer.cidr('10.20.0.0/16')]");
  checkInside(insideCidrs);
  required('dns', dns instanceof ClusterDns, dns, 'ClusterDns.KUBE_DNS or ClusterDns.of({ ... })');
  required('controlPlane', controlPlane instanceof ControlPlane, controlPlane, 'ControlPlane.istiod({ ... })');
  const namespaces = parseOptionalNamespaces(props.namespaces);
  const scrapedFrom = parseOptionalNamespaces(props.scrapedFrom);
  return { gateway, namespaces, ports, insideCidrs, allow, scrapedFrom, dns, controlPlane };
}

/**
 * Where a range is written follows from its family, so that it cannot wait for synthesis.
 *
 * @throws InputError
 */
function checkInside(cidrs: readonly string[]): void {
  refuseToken('insideCidrs', cidrs);
  required('insideCidrs', Array.isArray(cidrs), cidrs, "['203.0.113.0/24']");
  for (const cidr of cidrs) {
    refuseToken('a range in insideCidrs', cidr);
    checkIpBlock(cidr, [], true);
    if (!cidr.endsWith('/0')) continue;
    throw new InputError({
      problem: 'insideCidrs has all addresses',
      got: cidr,
      allowed: 'ranges that are inside: of all others, the gateway reaches those of the internet',
      fix: 'name the ranges of pods, services and nodes that are none of private networks',
    });
  }
}

/** @throws InputError */
function allOf(what: string, values: unknown, sound: (value: unknown) => boolean, allowed: string): void {
  required(what, Array.isArray(values) && values.every(sound), values, allowed);
}
