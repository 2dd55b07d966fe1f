/** Connections of sidecars to gateways: an open connection keeps the listener and the policies of the time at which it was opened. */
import { Kubelet } from '../cluster/kubelet/kubelet';

/** Closes the connections of sidecars in the gateways, so that the next request opens a new one. */
export async function closeConnections(kubelet: Kubelet): Promise<void> {
  const running = kubelet.pods.filter(({ proxyLog, ready }) => proxyLog !== undefined && ready);
  const gateways = running.filter(({ isGateway }) => isGateway);
  const sidecars = running.filter(({ isGateway }) => !isGateway);
  const peers = sidecars.flatMap(({ address }) => ['or', 'dst', address]).slice(1);
  if (peers.length === 0) return;
  await Promise.all(gateways.map((pod) => pod.inside(['ss', '--kill', 'state', 'established', '(', ...peers, ')'])));
}
