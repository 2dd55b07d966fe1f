/** Pods whose traffic bypasses the sidecar. */
import { ADMISSION, GATEWAY_LOCKDOWN, LOCKDOWN, Threat } from './threat';

export const AROUND_THE_SIDECAR: readonly Threat[] = [
  {
    id: 'B1',
    title: 'A pod without a sidecar',
    how: 'Sidecar injection is off for the pod or its namespace, so nothing redirects the traffic of the pod.',
    closedBy: [LOCKDOWN, ADMISSION],
    remains:
      'A network plugin that does not enforce NetworkPolicies leaves this way open: test it from a pod without a sidecar. Namespaces without a lockdown are open too (B24).',
  },
  {
    id: 'B2',
    title: 'Annotations that bypass the sidecar',
    how: 'Annotations of the pod select the ports and addresses that are redirected to the sidecar, and the author of the pod writes the annotations. istiod also pastes annotations and names into its template, where lines of YAML can remove the sidecar. With `prometheus.io/scrape`, the agent of the sidecar asks the application for metrics as the user of the proxy, and follows redirects to any host.',
    closedBy: [LOCKDOWN, ADMISSION],
  },
  {
    id: 'B3',
    title: 'A process that runs as the proxy user, or changes the redirection',
    how: 'Traffic of user 1337 counts as traffic of the proxy, and a process with NET_ADMIN can remove the redirection.',
    closedBy: [LOCKDOWN, ADMISSION],
    remains:
      'A process that is root can become any user. Label namespaces for Pod Security `restricted` (`PodSecurity.RESTRICTED`), with the Istio CNI plugin. Admission sees neither the user nor the group of an image. A process of an image with user or group 1337, such as the public `docker.io/istio/pilot`, bypasses its sidecar unless the pod sets `runAsUser` and `runAsGroup`: `restricted` requires neither. A setuid or setgid file of 1337 does the same unless the pod sets `allowPrivilegeEscalation: false`, which `restricted` requires. In a locked-down namespace the network restricts such a process like a pod without a sidecar (B1), as the attempts show.',
  },
  {
    id: 'B4',
    title: 'A pod on the network of its node',
    how: 'With `hostNetwork: true` there is no injection, and most network plugins treat the traffic of the pod as traffic of the node. A pod that mounts the socket of the container runtime can start such pods without the API server.',
    closedBy: [
      ADMISSION,
      '`PodSecurity.BASELINE` of `EgressLockdownPolicy` (Namespace)',
      '`GatewayWorkload.deployment` of `EgressGateway` (Namespace)',
    ],
    remains:
      'NetworkPolicies do not apply to such pods where they are admitted: in other namespaces, and pods that existed before the policy. Configure the firewall of the nodes or of the cloud network so that only the nodes of the gateway can send traffic out.',
  },
  {
    id: 'B5',
    title: 'UDP, HTTP/3 and ICMP',
    how: 'Sidecars redirect TCP only.',
    closedBy: [LOCKDOWN],
    remains:
      'The network plugin decides whether NetworkPolicies apply to ICMP. Block outbound ICMP in the firewall of the nodes.',
  },
  {
    id: 'B20',
    title: 'Hosts that no route declares',
    how: "Under Istio's default, `ALLOW_ANY`, a sidecar sends a request for an unknown host to the address that the application connects to.",
    closedBy: [
      LOCKDOWN,
      '`EgressSidecar` (Sidecar)',
      '`OutboundTrafficPolicy.egressProxy` of `EgressSidecar` (Sidecar)',
    ],
  },
  {
    id: 'B32',
    title: 'Connections that are open when the lockdown is applied',
    how: 'Network plugins check new connections only, so open connections continue.',
    remains:
      'Restart the pods of a namespace after its first lockdown: `kubectl rollout restart deployment -n NAMESPACE`.',
  },
  {
    id: 'B33',
    title: 'A gateway that is unavailable',
    how: 'If the gateway is unavailable, a mesh may use the direct way.',
    closedBy: [
      LOCKDOWN,
      '`ExternalHttpRoute` (VirtualService)',
      '`GatewayWorkload.deployment` of `EgressGateway` (PodDisruptionBudget)',
    ],
    tests: [
      {
        file: 'test/unit/gateway/deployment-objects.test.ts',
        name: 'the PodDisruptionBudget of a deployed gateway allows one unavailable pod',
      },
    ],
    remains:
      'The evidence covers sidecars. In ambient mode, for which this library writes no objects, traffic bypasses a missing waypoint, and the lockdown has no rule for waypoints.',
  },
  {
    id: 'B7',
    title: 'IPv6',
    how: 'If only IPv4 is redirected or denied, IPv6 is a way out.',
    closedBy: [LOCKDOWN, GATEWAY_LOCKDOWN],
    remains:
      'No mesh with IPv6 was tested; the result is that of two NetworkPolicy evaluators. Test it in your mesh, from a pod without a sidecar.',
  },
  {
    id: 'B51',
    title: 'An init container before the redirection',
    how: 'Where sidecars are not native (before Kubernetes 1.33, or by annotation), the init containers of a pod run before `istio-init`, and connect directly. An ephemeral container that is added before the pod has a node starts before every init container.',
    closedBy: [ADMISSION],
    remains:
      'Namespaces without an admission policy leave this way open. In a locked-down namespace the network restricts such a container like a pod without a sidecar (B1). With native sidecars istiod puts the redirection and the proxy before other init containers.',
  },
  {
    id: 'B52',
    title: 'A sidecar with another istiod',
    how: 'Host aliases, DNS settings, the certificate of istiod or variables of the proxy (`CA_ADDR`) make the sidecar accept another program as istiod.',
    closedBy: [ADMISSION],
    remains:
      'Namespaces without an admission policy leave this way open. In a locked-down namespace such a sidecar has no way out (B1), and the gateway refuses its certificate.',
  },
  {
    id: 'B53',
    title: 'The key of the workload in other containers',
    how: 'A container that mounts the socket, the certificates or the token of its sidecar has the identity of the workload, and needs no sidecar to use the gateway.',
    closedBy: [ADMISSION],
    remains:
      'A process that is root in the pod, and a subject that may create tokens of the service account (B58), get the same identity. The gateway serves such a container what it serves the workload, and nothing else.',
  },
];
