import { IConstruct } from 'constructs';
import { assertSameMesh } from '../gateway/to-gateway-model';
import { readEach } from '../input/collect';
import { assertInstance, assertInstances } from '../input/instance';
import { ClusterDns } from './cluster-dns';
import { ControlPlane } from './control-plane';
import { EgressPeer } from './egress-peer';
import { EgressPort } from './egress-port';

/** Returns the cluster's DNS. */
export function parseDns(dns = ClusterDns.KUBE_DNS): ClusterDns {
  assertInstance('dns', dns, 'ClusterDns', 'ClusterDns.KUBE_DNS');
  return dns;
}

/** Returns the control plane. */
export function parseControlPlane(controlPlane = ControlPlane.ISTIOD): ControlPlane {
  assertInstance('controlPlane', controlPlane, 'ControlPlane', 'ControlPlane.ISTIOD');
  return controlPlane;
}

/**
 * Returns the peers of `allowTo`.
 *
 * @param example a peer that is accepted, as source code
 * @throws EgressError for every value that is not a peer, and for gateways of other meshes
 */
export function parsePeers(
  construct: IConstruct,
  peers: readonly EgressPeer[],
  example: string,
): readonly EgressPeer[] {
  assertInstances('allowTo', peers, 'EgressPeer', example);
  return readEach(peers, (peer, index) => {
    if (peer._gateway !== undefined) assertSameMesh(construct, peer._gateway, `allowTo[${index}]`);
    return peer;
  });
}

/**
 * Returns ports.
 *
 * @throws EgressError for every value that is not a port
 */
export function parseEgressPorts(what: string, ports: readonly EgressPort[]): readonly EgressPort[] {
  assertInstances(what, ports, 'EgressPort', 'EgressPort.tcp(443)');
  return [...ports];
}
