/** Pods whose traffic bypasses the sidecar. */
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
    how: 'Sidecar injection is off for the pod or its namespace, so nothing redirects the traffic of the pod.',
    closedBy: [LOCKDOWN],
    shownBy: [
      tenLines('test-egress/plain http'),
      byEvaluators(TEN_LINES, 'outside', '80/TCP', '443/TCP', '5432/TCP', '8443/TCP'),
    ],
    remains:
      'A network plugin that does not enforce NetworkPolicies leaves this way open: test it from a pod without a sidecar. Namespaces without a lockdown are open too (B24).',
  },
  {
    id: 'B2',
    title: 'Annotations that bypass the sidecar',
    how: 'Annotations of the pod select the ports and addresses that are redirected to the sidecar, and the author of the pod writes the annotations.',
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
    title: 'A process that runs as the proxy user, or changes the redirection',
    how: 'Traffic of user 1337 counts as traffic of the proxy, and a process with NET_ADMIN can remove the redirection.',
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
        'a proxy that removes the redirection',
        'an own bootstrap for the proxy',
        'another istiod for the proxy',
        'a file in the place of a program of the proxy',
        'a redirection of nothing',
        'a redirection that is skipped',
        'a proxy that asks a host outside as it starts',
        'a redirection except for a range',
        'a redirection except for a port',
      ),
    ],
    remains:
      'A process that is root can become any user, and a process that reads the key of its sidecar has the identity of that workload. Label namespaces for Pod Security `restricted` (`PodSecurity.RESTRICTED`), with the Istio CNI plugin. Admission does not see the user of an image: an image whose own `USER` is 1337 bypasses its sidecar unless the pod sets `runAsUser`, and `restricted` does not prevent this, because 1337 is not root. In a locked-down namespace the network restricts such a process like a pod without a sidecar (B1), as the attempts show.',
  },
  {
    id: 'B4',
    title: 'A pod on the network of its node',
    how: 'With `hostNetwork: true` there is no injection, and most network plugins treat the traffic of the pod as traffic of the node. A pod that mounts the socket of the container runtime can start such pods without the API server.',
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
      'NetworkPolicies do not apply to such pods where they are admitted: in other namespaces, and pods that existed before the policy. Configure the firewall of the nodes or of the cloud network so that only the nodes of the gateway can send traffic out.',
  },
  {
    id: 'B5',
    title: 'UDP, HTTP/3 and ICMP',
    how: 'Sidecars redirect TCP only.',
    closedBy: [LOCKDOWN],
    shownBy: [
      requests('test-egress/curl tftp://203.0.113.10:443/', 'test-egress/plain tftp://203.0.113.10:443/'),
      byEvaluators(TEN_LINES, 'outside', '443/UDP'),
    ],
    remains:
      'The network plugin decides whether NetworkPolicies apply to ICMP. Block outbound ICMP in the firewall of the nodes.',
  },
  {
    id: 'B20',
    title: 'Hosts that no route declares',
    how: "Under Istio's default, `ALLOW_ANY`, a sidecar sends a request for an unknown host to the address that the application connects to.",
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
    title: 'Connections that are open when the lockdown is applied',
    how: 'Network plugins check new connections only, so open connections continue.',
    closedBy: [],
    shownBy: [],
    remains:
      'Restart the pods of a namespace after its first lockdown: `kubectl rollout restart deployment -n NAMESPACE`.',
  },
  {
    id: 'B33',
    title: 'A gateway that is unavailable',
    how: 'If the gateway is unavailable, a mesh may use the direct way.',
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
      written(
        'test/unit/gateway/deployment-objects.test.ts',
        'the PodDisruptionBudget of a deployed gateway allows one unavailable pod',
      ),
    ],
    remains:
      'The evidence covers sidecars. In ambient mode, for which this library writes no objects, traffic bypasses a missing waypoint, and the lockdown has no rule for waypoints.',
  },
  {
    id: 'B7',
    title: 'IPv6',
    how: 'If only IPv4 is redirected or denied, IPv6 is a way out.',
    closedBy: [LOCKDOWN, by('GatewayLockdownPolicy', 'NetworkPolicy')],
    shownBy: [
      byEvaluators(TEN_LINES, 'outside, IPv6', '80/TCP', '443/TCP', '443/UDP', '53/UDP'),
      byEvaluators(GATEWAY_LOCKDOWN, `${GATEWAY} to cloud metadata, IPv6`, '80/TCP', '443/TCP'),
      byEvaluators(GATEWAY_LOCKDOWN, `${GATEWAY} to a private address, IPv6`, '443/TCP', '5432/TCP'),
    ],
    remains:
      'No mesh with IPv6 was tested; the result is that of two NetworkPolicy evaluators. Test it in your mesh, from a pod without a sidecar.',
  },
];
