/** The cluster around the mesh. */
import { ADMISSION, CLUSTER_LOCKDOWN, GATEWAY_LOCKDOWN, LOCKDOWN, Threat } from './threat';

const NO_AMBIENT =
  'This library writes no objects for ambient mode. Its lockdown has no rule for waypoints: pods of ambient mode in a locked-down namespace reach the gateway on its own ports, and nothing else.';

export const PLATFORM: readonly Threat[] = [
  {
    id: 'B24',
    title: 'A namespace without a lockdown',
    how: 'A NetworkPolicy applies to its own namespace: a namespace that is created later has none, and a second policy in a namespace can open what the first does not.',
    closedBy: [CLUSTER_LOCKDOWN, ADMISSION],
    remains:
      'In a namespace with an admission policy, a second NetworkPolicy is rejected, also one of Cilium, Calico or Antrea. A namespace that is created later has no admission policy: only a `ClusterLockdownPolicy` closes the namespace, whatever NetworkPolicies its tenants write. The namespaces of gateways stay open: run no sources there. Grant no tenant write access to ClusterNetworkPolicies, nor to the labels of namespaces that a selector reads. If the network plugin does not enforce ClusterNetworkPolicies, create the namespaces of teams in the program that locks them down (`createNamespaces`), and add the policy of your network plugin that denies the egress of every other namespace. NetworkPolicies add up: where neither a `ClusterLockdownPolicy` nor an `EgressAdmissionPolicy` applies, grant no one write access to NetworkPolicies.',
  },
  {
    id: 'B65',
    title: 'A pod without the labels of a lockdown',
    how: 'The author of a pod writes its labels. A lockdown with `podLabels` closes the pods with the labels, and no other pod of the namespace.',
    closedBy: [LOCKDOWN],
    remains:
      'A lockdown without `podLabels` closes every pod of the namespace. Where the only lockdowns have `podLabels`, a pod without the labels leaves directly, and a subject that can create pods decides. A subject that can create pods can also write the labels to reach the peers of the lockdown with these labels. Of the hosts behind the gateway, the service account decides: restrict which subjects can use the accounts that are sources.',
  },
  {
    id: 'B66',
    title: 'A host that is direct on purpose',
    how: 'A `DirectHost` is reached without the gateway: no identity of the caller is checked, and no gateway logs the connection.',
    closedBy: [LOCKDOWN, '`EgressSidecar` (Sidecar)', '`DirectHost` (ServiceEntry)'],
    remains:
      'Every pod of the namespaces of a `DirectHost` can connect, also without a sidecar, and to every server in `cidrs` on `ports`. Write the ranges of the hosts and no others: a host with a route whose address is in the ranges of TCP is direct too, also under `REGISTRY_ONLY`, and in those of a wildcard under `ALLOW_ANY`. Under `ALLOW_ANY`, sidecars of namespaces without a lockdown connect to every host: lock these namespaces down. What a store accepts from a namespace leaves with it: the credentials of the store are the boundary.',
  },
  {
    id: 'B26',
    title: 'The API server as a proxy',
    how: 'With `pods/proxy`, `services/proxy`, `exec` or `portforward` the API server itself connects to pods and Services.',
    closedBy: [LOCKDOWN],
    remains:
      'A caller of the API server outside the lockdown, or in a pod that `EgressPeer.apiServer` admits, needs no connection of the pod to the gateway: grant these subresources to no one in the namespace of the gateway.',
  },
  {
    id: 'B27',
    title: 'The metadata address of the cloud',
    how: 'At 169.254.169.254 a cloud gives credentials to every process on the machine, and with the credentials the storage of the cloud is a way out.',
    closedBy: [LOCKDOWN, GATEWAY_LOCKDOWN],
    remains:
      'Some clouds serve the address on the node, before any NetworkPolicy applies: use the workload identity of the cloud, and hide the credentials of the node from pods.',
  },
  {
    id: 'B28',
    title: 'Private addresses outside the cluster',
    how: 'Peered networks, private endpoints of the cloud and other clusters are external, but not part of the internet.',
    closedBy: [LOCKDOWN, GATEWAY_LOCKDOWN],
    remains:
      "Cloud endpoints with public addresses look like other hosts of the internet: write their ranges in `internalCidrs`, or restrict the outbound traffic of the gateway's nodes in the cloud network.",
  },
  {
    id: 'B30',
    title: 'Other gateways as a hop',
    how: 'An ingress gateway, or a gateway to another mesh, can also reach external hosts.',
    closedBy: [LOCKDOWN, GATEWAY_LOCKDOWN],
    remains:
      'Pods without a lockdown can reach these gateways. Close the egress of the gateways with a NetworkPolicy on their own pods.',
  },
  {
    id: 'B31',
    title: 'A pod of another namespace as a hop',
    how: 'A locked-down pod calls a pod without a lockdown, which sends the request.',
    closedBy: [LOCKDOWN],
    remains:
      'The pods of each peer that a lockdown allows (`EgressPeer.namespace`) can be such a hop: lock that namespace down too.',
  },
  {
    id: 'B34',
    title: 'Opting out of ambient mode',
    how: 'A label removes a pod from ambient mode, and an annotation disables the DNS that points to the waypoint.',
    notApplicable: NO_AMBIENT,
  },
  {
    id: 'B35',
    title: 'Sidecars without support for waypoints',
    how: 'In a mesh with both modes, clients with a sidecar bypass the waypoint of a host.',
    notApplicable: NO_AMBIENT,
  },
  {
    id: 'B36',
    title: 'Ambient mode without exportTo and REGISTRY_ONLY',
    how: 'The proxy of the node supports neither, so every namespace sees every host, and unknown hosts are allowed.',
    notApplicable: NO_AMBIENT,
  },
  {
    id: 'B54',
    title: 'Networks, devices and runtimes of plugins',
    how: 'Annotations, resource claims (DRA) and extended resources give a pod another network interface. A runtime class can select a runtime whose network the Istio CNI plugin does not redirect.',
    closedBy: [ADMISSION],
    remains:
      'The policy admits what `allowedPodAnnotations`, `allowedPodFields` and `allowedResources` name. NetworkPolicies of most plugins do not apply to a second interface. Offer such networks, device classes and runtime classes only to the nodes of trusted pods.',
  },
  {
    id: 'B57',
    title: 'Logs, metrics and traces that are shipped out',
    how: 'What a pod prints, and what its metrics and traces contain, agents send to a store, often outside the cluster. A pod can write any data there.',
    remains:
      'Treat the store as part of the cluster: who may read it can read what any pod sends. Lock down the namespaces of the agents, with a route to the store.',
  },
  {
    id: 'B60',
    title: 'Images that the node pulls',
    how: 'The node pulls an image from the registry that a pod or an ephemeral container names. The name of the image carries data out, and the image brings data in. Neither a sidecar nor a NetworkPolicy of the pod sees the request of the node.',
    remains:
      'Admit only images of your registries (a policy of the platform), and restrict the egress of the nodes to these registries.',
  },
  {
    id: 'B67',
    title: "A network of the gateway's pods past NetworkPolicies",
    how: 'Some plugins send the traffic of annotated pods through another network, such as the static egress gateway of AKS or an interface of Multus. NetworkPolicies do not apply to this traffic, so that a `GatewayLockdownPolicy` no longer closes private addresses and ports to the pods of the gateway.',
    remains:
      'The gateway still decides which caller reaches which host, and connects to the addresses of declared hosts only. Close private ranges in the firewall of the other network. If a declared name can resolve to a private address, write a route with `addresses`.',
  },
];
