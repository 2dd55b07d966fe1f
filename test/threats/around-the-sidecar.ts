/** Pods whose traffic does not come to a sidecar. */
import {
  GATEWAY,
  GATEWAY_LOCKDOWN,
  podsAroundSidecars,
  requests,
  telemetry,
  tenants,
  tenLines,
  whileItRestarts,
  whoMayLeave,
  withoutRoutes,
} from './shown';
import { byEvaluators, neverDirectly, onTheMesh, refusedAtAdmission, written } from './evidence';
import { by, given, Threat } from './threat';

const LOCKDOWN = by('EgressLockdownPolicy', 'NetworkPolicy');
const ADMISSION = by('EgressAdmissionPolicy', 'ValidatingAdmissionPolicy');
const TEN_LINES = ['ten-lines', 'main'] as const;

export const AROUND_THE_SIDECAR: readonly Threat[] = [
  {
    id: 'B1',
    title: 'A pod without a sidecar',
    how: 'Injection is off for the pod or its namespace, so that nothing redirects what it sends.',
    closedBy: [LOCKDOWN],
    shownBy: [
      tenLines('test-egress/plain http'),
      byEvaluators(TEN_LINES, 'outside', '80/TCP', '443/TCP', '5432/TCP', '8443/TCP'),
    ],
    remains:
      'A network plugin that does not enforce NetworkPolicies leaves it open: try it from a pod without a sidecar. So do namespaces that are not locked down (B24).',
  },
  {
    id: 'B2',
    title: 'Annotations that keep traffic from the sidecar',
    how: 'Which ports and addresses are redirected is written in annotations of the pod, by whoever writes the pod.',
    closedBy: [LOCKDOWN, ADMISSION],
    shownBy: [
      podsAroundSidecars('test-egress/excluded', 'test-egress/included'),
      tenants(
        'a pod with excludeOutboundPorts',
        'a pod with includeOutboundPorts',
        'a pod with excludeOutboundIPRanges',
        'a pod that redirects no range',
        'a pod with excludeInterfaces',
        'a pod with kubevirtInterfaces',
        'a pod with interceptionMode',
        'a pod with bootstrapOverride',
      ),
    ],
  },
  {
    id: 'B3',
    title: 'A process that runs as the user of the proxy, or changes the redirection',
    how: 'What user 1337 sends is taken for traffic of the proxy; whoever has NET_ADMIN can take the redirection away.',
    closedBy: [LOCKDOWN, ADMISSION],
    shownBy: [
      podsAroundSidecars('test-egress/as-proxy'),
      tenants(
        'a container of the user of the proxy',
        'a container of the group of the proxy',
        'an init container of that user',
        'a container that may NET_ADMIN',
        'a container in a running pod that may change the redirection',
        "a shell in the proxy's container",
        'a container in a running pod among the processes of the proxy',
        'a proxy that takes the redirection away',
        'an own bootstrap for the proxy',
        'another istiod for the proxy',
        'a file in the place of a program of the proxy',
        'a redirection of nothing',
        'a redirection that is skipped',
        'a proxy that asks a host outside as it starts',
        'a redirection but for a range',
        'a redirection but for a port',
      ),
    ],
    remains:
      'A process that is root may become any user, and one that reads the key of its sidecar is that workload for the gateway. Label namespaces for Pod Security `restricted` (`PodSecurity.RESTRICTED`), with the Istio CNI plugin. The user of an image is not seen at admission: an image whose own `USER` is 1337 gets around its sidecar unless the pod says `runAsUser`, and `restricted` does not close that, since 1337 is not root. Where the namespace is locked down the network holds such a process all the same, as the attempts show: it gets no further than a pod without a sidecar (B1).',
  },
  {
    id: 'B4',
    title: 'A pod on the network of its node',
    how: 'With `hostNetwork: true` there is no injection, and to most network plugins its traffic is that of the node. A pod that mounts the socket of the container runtime from its node starts such pods past the API server.',
    closedBy: [
      ADMISSION,
      given('PodSecurity.BASELINE', 'EgressLockdownPolicy', 'Namespace'),
      given('GatewayWorkload.deployment', 'EgressGateway', 'Namespace'),
    ],
    shownBy: [
      tenants("a pod on the node's network", "a pod among the node's processes", 'a pod with files of its node'),
      refusedAtAdmission(
        'gateway-lockdown',
        'closed from both sides',
        'applied',
        "a pod on the node's network in istio-egress",
        "a pod on the node's network in payments",
      ),
    ],
    remains:
      'No NetworkPolicy holds such pods where they are let in: in other namespaces, and those that were there before. Let the firewall of the nodes or of the cloud network let out only the nodes of the gateway.',
  },
  {
    id: 'B5',
    title: 'UDP, HTTP/3 and ICMP',
    how: 'Sidecars redirect TCP and nothing else.',
    closedBy: [LOCKDOWN],
    shownBy: [
      requests('test-egress/curl tftp://203.0.113.10:443/', 'test-egress/plain tftp://203.0.113.10:443/'),
      byEvaluators(TEN_LINES, 'outside', '443/UDP'),
    ],
    remains:
      'What a NetworkPolicy means for ICMP is left to the network plugin. Let the firewall of the nodes drop it on the way out.',
  },
  {
    id: 'B20',
    title: 'Hosts that nothing declares',
    how: "Under Istio's default, `ALLOW_ANY`, a sidecar sends what it does not know where the application dialled.",
    closedBy: [
      LOCKDOWN,
      by('EgressSidecar', 'Sidecar'),
      given('OutboundTrafficPolicy.egressProxy', 'EgressSidecar', 'Sidecar'),
    ],
    shownBy: [
      whoMayLeave('test-egress/curl http://edition.cnn.com:8080/', 'test-egress/curl https://203.0.113.10/'),
      telemetry('default/curl https://api.example.org/', 'test-egress/curl https://api.example.org/'),
      onTheMesh(
        'strict',
        'strict',
        'applied',
        'https://b.example.net/',
        'http://203.0.113.10:5432/',
        'http://edition.cnn.com:8080/',
      ),
    ],
  },
  {
    id: 'B32',
    title: 'Connections that are open when the lockdown comes',
    how: 'Network plugins look at new connections; those from before go on.',
    closedBy: [],
    shownBy: [],
    remains:
      'Restart the pods of a namespace after its first lockdown: `kubectl rollout restart deployment -n NAMESPACE`.',
  },
  {
    id: 'B33',
    title: 'A gateway that is down',
    how: 'Where the way through the gateway is not there, a mesh might take the direct one.',
    closedBy: [
      LOCKDOWN,
      by('ExternalHttpRoute', 'VirtualService'),
      given('GatewayWorkload.deployment', 'EgressGateway', 'PodDisruptionBudget'),
    ],
    shownBy: [
      withoutRoutes('test-egress/curl http'),
      neverDirectly(whileItRestarts('default/curl http://edition.cnn.com/', 'default/curl https://edition.cnn.com/')),
      neverDirectly(
        onTheMesh(
          'own-gateway',
          'a gateway of its own, a namespace with two exceptions',
          'while its gateway restarts',
          'test-egress/curl http://api.example.org/',
          'test-egress/curl https://edition.cnn.com/',
        ),
      ),
      written('test/unit/gateway/deployment-objects.test.ts', 'the PodDisruptionBudget lets one pod go at a time'),
    ],
    remains:
      'What is shown is sidecars. In ambient mode, which this library writes nothing for, a missing waypoint is passed by; the lockdown does not know waypoints either.',
  },
  {
    id: 'B7',
    title: 'IPv6',
    how: 'Where only IPv4 is redirected or denied, the other family is a way out.',
    closedBy: [LOCKDOWN, by('GatewayLockdownPolicy', 'NetworkPolicy')],
    shownBy: [
      byEvaluators(TEN_LINES, 'outside, IPv6', '80/TCP', '443/TCP', '443/UDP', '53/UDP'),
      byEvaluators(GATEWAY_LOCKDOWN, `${GATEWAY} to cloud metadata, IPv6`, '80/TCP', '443/TCP'),
      byEvaluators(GATEWAY_LOCKDOWN, `${GATEWAY} to a private address, IPv6`, '443/TCP', '5432/TCP'),
    ],
    remains: 'No mesh with IPv6 was tried: two evaluators say it. Try it in yours, from a pod without a sidecar.',
  },
];
