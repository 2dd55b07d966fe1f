import { IConstruct } from 'constructs';
import { assertSameMesh } from '../gateway/to-gateway-model';
import { readEach } from '../input/collect';
import { EgressError } from '../input/egress-error';
import { assertList } from '../input/list';
import { parseOptionalNamespaces } from '../input/namespaces';
import { PropertyHints, PropertyNames, readProperties, REQUIRED } from '../input/properties';
import { assertLiteral } from '../input/token';
import { assertIpBlock } from '../network/ip-block';
import { ClusterDns } from './cluster-dns';
import { ControlPlane } from './control-plane';
import { EgressPeer } from './egress-peer';
import { EgressPort } from './egress-port';
import { GatewayLockdownPolicyProps } from './gateway-lockdown-policy-props';
import { parseControlPlane, parseDns, parseEgressPorts, parsePeers } from './parse-values';

const PROPERTIES: PropertyNames<GatewayLockdownPolicyProps> = {
  gateway: true,
  clientNamespaces: true,
  externalPorts: true,
  internalCidrs: true,
  allowTo: true,
  metricsNamespaces: true,
  dns: true,
  controlPlane: true,
};

const HINTS: PropertyHints = {
  gateway: REQUIRED,
  namespaces: 'clientNamespaces',
  except: 'internalCidrs',
  ports: 'externalPorts',
  peers: 'allowTo',
  to: 'allowTo',
};

/** A peer that is accepted, as source code. */
export const EXAMPLE_PEER = "EgressPeer.cidr('10.20.0.0/16')";

/** The properties of a gateway's lockdown with their defaults. */
export interface ParsedGatewayLockdown {
  /** Sorted, as all namespaces here. */
  readonly clientNamespaces: readonly string[];
  readonly metricsNamespaces: readonly string[];
  readonly externalPorts: readonly EgressPort[];
  readonly internalCidrs: readonly string[];
  readonly peers: readonly EgressPeer[];
  readonly dns: ClusterDns;
  readonly controlPlane: ControlPlane;
}

/**
 * Reads the properties of a gateway's lockdown.
 *
 * @throws EgressError that names every malformed property
 */
export function parseGatewayLockdown(construct: IConstruct, props: GatewayLockdownPolicyProps): ParsedGatewayLockdown {
  return readProperties(
    'GatewayLockdownPolicy',
    props,
    PROPERTIES,
    (given) => {
      const { externalPorts = [], internalCidrs = [], allowTo = [] } = given;
      return {
        gateway: () => assertSameMesh(construct, given.gateway),
        clientNamespaces: () => parseOptionalNamespaces('clientNamespaces', given.clientNamespaces),
        metricsNamespaces: () => parseOptionalNamespaces('metricsNamespaces', given.metricsNamespaces),
        externalPorts: () => parseEgressPorts('externalPorts', externalPorts),
        internalCidrs: () => parseInternalCidrs(internalCidrs),
        peers: () => parsePeers(construct, allowTo, EXAMPLE_PEER),
        dns: () => parseDns(given.dns),
        controlPlane: () => parseControlPlane(given.controlPlane),
      };
    },
    HINTS,
  );
}

/** Ranges must be literals: the family of a range decides where the range is written. */
function parseInternalCidrs(cidrs: readonly string[]): readonly string[] {
  assertLiteral('internalCidrs', cidrs);
  assertList('internalCidrs', cidrs, "['203.0.113.0/24']");
  return readEach(cidrs, (cidr, index) => {
    const what = `internalCidrs[${index}]`;
    assertLiteral(what, cidr);
    assertIpBlock(cidr, [], true, what);
    if (cidr.endsWith('/0')) throw coversAll(what, cidr);
    return cidr;
  });
}

function coversAll(what: string, cidr: string): EgressError {
  return EgressError.of({
    code: 'EGR0206',
    problem: `${what} cannot cover every address`,
    got: cidr,
    allowed: 'ranges inside the network; the gateway may reach the other addresses of the internet',
    fix: 'write the ranges of pods, Services and nodes that are not private ranges',
  });
}
