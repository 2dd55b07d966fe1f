/** The cluster around the mesh. */
import { bothSides, GATEWAY, GATEWAY_LOCKDOWN, ownNetworkPolicy, requests, tcp, tenants } from './shown';
import { byEvaluators, goesDirectly } from './evidence';
import { by, Threat } from './threat';

const LOCKDOWN = by('EgressLockdownPolicy', 'NetworkPolicy');
const GATEWAY_POLICY = by('GatewayLockdownPolicy', 'NetworkPolicy');
const TEN_LINES = ['ten-lines', 'main'] as const;
const NO_AMBIENT =
  'This library writes nothing for ambient mode. Its lockdown knows no waypoint: pods of ambient mode in a locked-down namespace reach the gateway by its own ports, and nothing else.';

export const PLATFORM: readonly Threat[] = [
  {
    id: 'B24',
    title: 'A namespace that nobody locked down',
    how: 'A NetworkPolicy is for its own namespace: one that is made later has none, and in one that has one a second may open what the first does not.',
    closedBy: [by('EgressAdmissionPolicy', 'ValidatingAdmissionPolicy')],
    shownBy: [
      tenants(
        'a NetworkPolicy that opens the lockdown',
        "a policy of the network plugin's own",
        'the lockdown, opened',
        'the lockdown, made one for what comes in',
      ),
    ],
    remains:
      'A second policy in a guarded namespace is refused, also one of Cilium, Calico or Antrea; a namespace that is made later is not guarded. Give teams their namespaces from the program that locks them down (`createNamespaces`), and put a policy of the cluster below: a ClusterNetworkPolicy, or that of your network plugin, which denies the way out of every other namespace. NetworkPolicies add up: where no `EgressAdmissionPolicy` guards a namespace, grant nobody there to write them.',
    remainsShownBy: [goesDirectly(ownNetworkPolicy('test-egress/plain https://edition.cnn.com/'))],
  },
  {
    id: 'B26',
    title: 'The API server as a proxy',
    how: 'With `pods/proxy`, `services/proxy`, `exec` or `portforward` the API server connects to pods and Services, by a way of its own.',
    closedBy: [LOCKDOWN],
    shownBy: [
      requests('test-egress/plain https://kubernetes.default/version'),
      byEvaluators(TEN_LINES, 'outside', '443/TCP'),
    ],
    remains:
      'Who calls the API server from elsewhere, or from pods that `EgressPeer.apiServer` lets to it, needs no way of the pod: grant these subresources to nobody in the namespace of the gateway.',
  },
  {
    id: 'B27',
    title: 'The metadata address of the cloud',
    how: 'At 169.254.169.254 a cloud gives credentials to whoever asks from the machine, and with them its storage is a way out.',
    closedBy: [LOCKDOWN, GATEWAY_POLICY],
    shownBy: [
      bothSides('istio-egress/egress http://169.254.169.254/'),
      byEvaluators(GATEWAY_LOCKDOWN, `${GATEWAY} to cloud metadata`, '80/TCP', '443/TCP'),
      byEvaluators(GATEWAY_LOCKDOWN, `${GATEWAY} to cloud metadata behind NAT64`, '80/TCP', '443/TCP'),
      requests(
        'test-egress/plain http://169.254.169.254/latest/meta-data/',
        'test-egress/curl http://169.254.169.254/latest/meta-data/',
      ),
    ],
    remains:
      'Some clouds serve it on the node, before any NetworkPolicy: use the workload identity of the cloud, and hide the credentials of the node from pods.',
  },
  {
    id: 'B28',
    title: 'Private addresses outside the cluster',
    how: 'Peered networks, private endpoints of the cloud and other clusters are outside, without being the internet.',
    closedBy: [LOCKDOWN, GATEWAY_POLICY],
    shownBy: [
      ...[
        'a private address',
        'a private address, second range',
        'a private address, third range',
        "a carrier's address",
      ].map((peer) => byEvaluators(GATEWAY_LOCKDOWN, `${GATEWAY} to ${peer}`, '443/TCP', '5432/TCP', '8443/TCP')),
      byEvaluators(TEN_LINES, 'outside', '80/TCP', '443/TCP', '8443/TCP'),
      tcp('test-egress/curl http://203.0.113.10:5432/'),
    ],
    remains:
      'Endpoints of a cloud with addresses of the internet look like any other: name their ranges in `insideCidrs`, or limit the way out of the nodes of the gateway in the cloud network.',
  },
  {
    id: 'B30',
    title: 'Other gateways as a hop',
    how: 'An ingress gateway, or one to another mesh, reaches the outside too.',
    closedBy: [LOCKDOWN, GATEWAY_POLICY],
    shownBy: [
      bothSides('databases/server https://edition.cnn.com/', 'databases/server http://www.example.com/'),
      byEvaluators(TEN_LINES, 'beside the gateway', '80/TCP', '443/TCP', '8080/TCP', '8443/TCP'),
      byEvaluators(TEN_LINES, 'other namespace', '80/TCP', '443/TCP', '8080/TCP', '8443/TCP'),
    ],
    remains: 'Pods that are not locked down reach them. Close their way out with a NetworkPolicy on their own pods.',
  },
  {
    id: 'B31',
    title: 'A pod of another namespace as a hop',
    how: 'A locked-down pod calls one that is not, which fetches for it.',
    closedBy: [LOCKDOWN],
    shownBy: [
      requests('test-egress/plain http://server.databases:8000/', 'test-egress/curl http://server.databases:8000/'),
      byEvaluators(TEN_LINES, 'other namespace', '80/TCP', '5432/TCP', '8000/TCP'),
    ],
    remains:
      'Each peer that a lockdown allows (`EgressPeer.namespace`) is as far as its pods can get: lock that namespace down too.',
  },
  {
    id: 'B34',
    title: 'Opting out of ambient mode',
    how: 'A label takes a pod out of it, an annotation takes away the DNS that leads to the waypoint.',
    closedBy: [],
    shownBy: [],
    notApplicable: NO_AMBIENT,
  },
  {
    id: 'B35',
    title: 'Sidecars that do not know waypoints',
    how: 'In a mesh with both, clients with a sidecar go past the waypoint of a host.',
    closedBy: [],
    shownBy: [],
    notApplicable: NO_AMBIENT,
  },
  {
    id: 'B36',
    title: 'Ambient mode without exportTo and REGISTRY_ONLY',
    how: 'The proxy of the node knows neither, so that hosts are seen by everybody and unknown ones are let out.',
    closedBy: [],
    shownBy: [],
    notApplicable: NO_AMBIENT,
  },
];
