/** Objects of teams that affect the gateway. */
import { ADMISSION, LOCKDOWN, Threat } from './threat';

const RBAC =
  'Cover every namespace of a team with an `EgressAdmissionPolicy`, or grant no team write access to networking.istio.io';

export const TENANTS_OBJECTS: readonly Threat[] = [
  {
    id: 'B15',
    title: 'A VirtualService for a declared host',
    how: 'The VirtualService sends requests for the host to another destination: from the sidecars of its own namespace and, by default, of the whole mesh.',
    closedBy: [LOCKDOWN, '`ExternalHttpRoute` (Gateway)', ADMISSION],
    remains: `In namespaces without an admission policy: the gateway accepts no routes of other namespaces, and such a route gives a locked-down pod no way out. But the route can send a sidecar to another pod of the mesh that the sidecar may reach, and without a lockdown the way is direct. ${RBAC}.`,
  },
  {
    id: 'B16',
    title: 'A ServiceEntry for a declared or an undeclared host',
    how: 'A ServiceEntry opens a host to sidecars under REGISTRY_ONLY, and an older ServiceEntry for a declared host gives the gateway another address of the host. A ServiceEntry for single addresses receives what sidecars of every namespace send to these addresses inside the range of an ExternalCidrRoute.',
    closedBy: [LOCKDOWN, ADMISSION],
    remains: `The gateway uses the oldest ServiceEntry of a host, of any author. Sidecars use the narrowest range that contains an address, and of two equal ranges the older one. ${RBAC}, or set \`serviceEntryVisibility\` in the mesh configuration where your Istio has it.`,
  },
  {
    id: 'B17',
    title: 'A DestinationRule for the gateway or for a host',
    how: 'A client uses the rule of its own namespace first, such as a rule without mTLS. Without a rule in the namespace of the gateway, the gateway uses the rule that is exported from the namespace of the host, or the BackendTLSPolicy there: TLS to another name, no verification, or the PROXY protocol, which sends the address of the caller.',
    closedBy: [
      '`ClientTls.ISTIO_MUTUAL`, the default of `EgressGateway` (Gateway of `ExternalHttpRoute`)',
      '`ExternalHttpRoute` (DestinationRule)',
      ADMISSION,
    ],
    remains: `A DestinationRule in the namespace of the gateway, with a workloadSelector for its pods, decides how the gateway connects to hosts. ${RBAC} there.`,
  },
  {
    id: 'B18',
    title: 'A Gateway on the pods of the gateway',
    how: 'The selector of a Gateway object selects pods in every namespace, so a team can add servers to the pods of the gateway.',
    closedBy: ['`EgressGateway` (AuthorizationPolicy)', ADMISSION],
    remains: `In namespaces without an admission policy: a source of a host can also reach the host through such a server, every workload of the mesh receives through such a server what a host of a TCP route sends first (B47), and a server that Envoy rejects stops later changes. So does a DestinationRule that every namespace sees, with a value that Envoy rejects: new pods of the gateway do not become ready. ${RBAC}, and run istiod with \`PILOT_SCOPE_GATEWAY_TO_NAMESPACE=true\` and \`PILOT_FILTER_GATEWAY_CLUSTER_CONFIG=true\`.`,
  },
  {
    id: 'B19',
    title: 'An EnvoyFilter',
    how: 'An EnvoyFilter changes the proxies of its namespace; in the root namespace, all proxies.',
    closedBy: [ADMISSION],
    remains: `${RBAC}, in particular not in the namespace of the gateway and in \`istio-system\`.`,
  },
  {
    id: 'B23',
    title: 'A namespace with the labels of another namespace',
    how: 'If peers are selected by labels of namespaces, everyone who can label a namespace can add a peer.',
    closedBy: ['`LockdownMode.POD_SELECTORS`, the default of `EgressLockdownPolicy` (NetworkPolicy)'],
    remains: "`LockdownMode.NAMESPACE_LABELS`, which writes the policy of Istio's own task, uses such labels.",
  },
  {
    id: 'B25',
    title: 'Services with external addresses',
    how: 'An ExternalName, or a Service with endpoints of a team, is a name of the cluster with an external address.',
    closedBy: [LOCKDOWN, ADMISSION],
    remains:
      'In namespaces without an admission policy: a Service with `externalIPs` receives what the nodes send to those addresses, including requests of the gateway: enable the admission plugin DenyServiceExternalIPs. A headless Service with an endpoint at the address of a declared host receives what sidecars that import the Service send there; an `EgressSidecar` that imports single hosts of other namespaces does not import it. If the gateway or the application uses TLS to the host, the certificate does not match.',
  },
  {
    id: 'B46',
    title: 'A declaration that its team deletes',
    how: 'The ServiceEntry of a host is in a namespace where the team may edit it, and without the ServiceEntry the host is undeclared.',
    closedBy: [LOCKDOWN, ADMISSION],
  },
  {
    id: 'B55',
    title: 'Kinds that no policy names',
    how: 'Network plugins and operators add kinds that give pods addresses, networks or ways out, and each release adds more.',
    closedBy: [ADMISSION],
    remains:
      'Namespaces without an admission policy leave this way open: grant teams the kinds that they need by name, not `*`.',
  },
  {
    id: 'B56',
    title: 'Controllers that fetch for the authors of their objects',
    how: 'istiod fetches the `jwksUri` of a RequestAuthentication. cert-manager, external-secrets, Flux, Argo CD, Prometheus (ServiceMonitor), KEDA and Tekton also connect to hosts that objects name, from namespaces of their own.',
    closedBy: [ADMISSION],
    remains:
      'Without an admission policy, and for kinds in `tenantKinds`: grant no team the objects of such controllers, or lock down the namespaces of the controllers with routes of their own.',
  },
  {
    id: 'B58',
    title: 'Tokens of a service account',
    how: 'A subject that may create `serviceaccounts/token` gets a token for istiod (audience `istio-ca`), and with it a certificate of that account. Every client that reaches istiod and the gateway can use the certificate.',
    remains: 'A team that runs pods as the account has its identity anyway. Grant the subresource to no other subject.',
  },
  {
    id: 'B59',
    title: 'A rule that ends istiod',
    how: 'istiod of Istio 1.31 panics on a DestinationRule with `failoverPriority` for a ServiceEntry with `resolution: DNS` and endpoints in two localities. Proxies keep their configuration, and receive no other.',
    closedBy: [ADMISSION],
    remains: `Namespaces without an admission policy leave this way open. ${RBAC}.`,
  },
  {
    id: 'B63',
    title: 'The destination of a credential',
    how: 'The gateway sets the credential of a route before it chooses the destination. A VirtualService in the namespace of the route can send the requests, with the credential, to another host.',
    closedBy: [ADMISSION],
    tests: [
      {
        file: 'test/unit/analysis/admission.test.ts',
        name: 'finds a route with a credential in a namespace %s, once',
      },
    ],
    remains:
      'In namespaces without an admission policy: create the route in a chart of the namespace of the gateway. Synthesis warns of other namespaces (`EGR2105`).',
  },
];
