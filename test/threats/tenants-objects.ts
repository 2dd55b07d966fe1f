/** Objects of teams that affect the gateway. */
import {
  claimedAddress,
  forEverybody,
  headless,
  labelled,
  namespaceLikeDomain,
  openSidecar,
  outerNames,
  ownWay,
  plainHop,
  services,
  tenants,
  tenLines,
  unverifiedHop,
  whoMayLeave,
  withoutRoutes,
} from './shown';
import { byEvaluators, goesDirectly, isTaken, onTheMesh, staysOnTheGateway, written } from './evidence';
import { by, byDefault, given, Threat } from './threat';

const LOCKDOWN = by('EgressLockdownPolicy', 'NetworkPolicy');
const ADMISSION = by('EgressAdmissionPolicy', 'ValidatingAdmissionPolicy');
const RBAC =
  'Cover every namespace of a team with an `EgressAdmissionPolicy`, or grant no team write access to networking.istio.io';

/** The result for a host for which a team has a VirtualService. */
const LED_ELSEWHERE = "to the host, and not to the destination of the team's VirtualService";

export const TENANTS_OBJECTS: readonly Threat[] = [
  {
    id: 'B15',
    title: 'A VirtualService for a declared host',
    how: 'The VirtualService sends requests for the host to another destination: from the sidecars of its own namespace and, by default, of the whole mesh.',
    closedBy: [LOCKDOWN, by('ExternalHttpRoute', 'Gateway'), ADMISSION],
    shownBy: [
      tenants(
        "a VirtualService for a host of the gateway's",
        'a VirtualService for all hosts of a domain',
        "a VirtualService of the gateway's servers",
        "a VirtualService to a host of the gateway's",
      ),
      forEverybody('default/curl http://edition.cnn.com/'),
      staysOnTheGateway(forEverybody('test-egress/curl http://edition.cnn.com/'), LED_ELSEWHERE),
      ownWay('test-egress/curl http://edition.cnn.com/', 'test-egress/curl https://edition.cnn.com/'),
      staysOnTheGateway(tenLines('default/curl http://edition.cnn.com'), LED_ELSEWHERE),
    ],
    remains: `In namespaces without an admission policy: the gateway accepts no routes of other namespaces, and such a route gives a locked-down pod no way out. But the route can send a sidecar to another pod of the mesh that the sidecar may reach, and without a lockdown the way is direct. ${RBAC}.`,
  },
  {
    id: 'B16',
    title: 'A ServiceEntry for a declared or an undeclared host',
    how: 'A ServiceEntry opens a host to sidecars under REGISTRY_ONLY, and an older ServiceEntry for a declared host gives the gateway another address of the host.',
    closedBy: [LOCKDOWN, ADMISSION],
    shownBy: [
      tenants('a WorkloadEntry', 'a ServiceEntry'),
      staysOnTheGateway(
        forEverybody('test-egress/curl http://edition.cnn.com/', 'test-egress/curl https://edition.cnn.com/'),
        'to the host, and not to the address of the later ServiceEntry',
      ),
      openSidecar('test-egress/curl http://a.example.net/', 'test-egress/curl https://a.example.net/'),
    ],
    remains: `The gateway uses the oldest ServiceEntry of a host, of any author. ${RBAC}, or set \`serviceEntryVisibility\` in the mesh configuration where your Istio has it.`,
  },
  {
    id: 'B17',
    title: 'A DestinationRule for the gateway or for a host',
    how: 'A client uses the rule of its own namespace first, such as a rule without mTLS or without verification.',
    closedBy: [
      byDefault('ClientTls.ISTIO_MUTUAL', 'EgressGateway', 'Gateway', 'ExternalHttpRoute'),
      given('TlsOrigination', 'ExternalHttpRoute', 'DestinationRule'),
      ADMISSION,
    ],
    shownBy: [
      tenants('a DestinationRule for the gateway', "a DestinationRule for a host of the gateway's"),
      plainHop('test-egress/curl http://edition.cnn.com/', 'test-egress/curl https://edition.cnn.com/'),
      unverifiedHop('test-egress/curl http://edition.cnn.com/', 'test-egress/curl https://edition.cnn.com/'),
      outerNames('default/curl https://b.example.net/'),
      onTheMesh(
        'tls-origination',
        'hosts that are not who they should be',
        'a team verifies nothing',
        'http://misnamed.example.org/',
      ),
    ],
    remains: `A DestinationRule in the namespace of the gateway decides how the gateway connects to hosts. ${RBAC} there.`,
  },
  {
    id: 'B18',
    title: 'A Gateway on the pods of the gateway',
    how: 'The selector of a Gateway object selects pods in every namespace, so a team can add servers to the pods of the gateway.',
    closedBy: [by('EgressGateway', 'AuthorizationPolicy'), ADMISSION],
    shownBy: [
      whoMayLeave('default/reports http://door.example.net/v1/'),
      tenants('a DestinationRule that stops every proxy', 'a VirtualService for the whole mesh'),
      tenants("a Gateway on the gateway's pods", 'a Gateway on pods by another label', 'a Gateway on all pods'),
    ],
    remains: `In namespaces without an admission policy: a source of a host can also reach the host through such a server, and a server that Envoy rejects stops later changes. So does a DestinationRule that every namespace sees, with a value that Envoy rejects: new pods of the gateway do not become ready. ${RBAC}, and run istiod with \`PILOT_SCOPE_GATEWAY_TO_NAMESPACE=true\` and \`PILOT_FILTER_GATEWAY_CLUSTER_CONFIG=true\`.`,
  },
  {
    id: 'B19',
    title: 'An EnvoyFilter',
    how: 'An EnvoyFilter changes the proxies of its namespace; in the root namespace, all proxies.',
    closedBy: [ADMISSION],
    shownBy: [tenants('an EnvoyFilter', 'a ProxyConfig', 'a Sidecar')],
    remains: `${RBAC}, in particular not in the namespace of the gateway and in \`istio-system\`.`,
  },
  {
    id: 'B23',
    title: 'A namespace with the labels of another namespace',
    how: 'If peers are selected by labels of namespaces, everyone who can label a namespace can add a peer.',
    closedBy: [byDefault('LockdownMode.POD_SELECTORS', 'EgressLockdownPolicy', 'NetworkPolicy')],
    shownBy: [
      labelled('test-egress/plain http://server.test-egress:8000/'),
      byEvaluators(['ten-lines', 'main'], 'namesake of the gateway', '8080/TCP', '8443/TCP'),
      byEvaluators(['ten-lines', 'main'], 'namesake of DNS', '53/UDP', '53/TCP'),
      byEvaluators(['ten-lines', 'main'], 'namesake of istiod', '15012/TCP'),
      written(
        'test/unit/render/network-policy/lockdown.test.ts',
        'writes pods of a namespace by the label that the API server sets',
      ),
    ],
    remains: "`LockdownMode.NAMESPACE_LABELS`, which writes the policy of Istio's own task, uses such labels.",
  },
  {
    id: 'B25',
    title: 'Services with external addresses',
    how: 'An ExternalName, or a Service with endpoints of a team, is a name of the cluster with an external address.',
    closedBy: [LOCKDOWN, ADMISSION],
    shownBy: [
      tenants(
        ...['an ExternalName', 'a Service with externalIPs', 'an EndpointSlice', 'Endpoints'],
        'a pod with the address of a host outside',
        'a Service with a load balancer at a host outside',
      ),
      staysOnTheGateway(
        namespaceLikeDomain('test-egress/curl http://edition.cnn.com/'),
        'to the host, and not to the Service with its name',
      ),
      services(
        'test-egress/plain http://alias/',
        'test-egress/plain http://smuggler/',
        'test-egress/curl http://alias/',
        'test-egress/curl http://smuggler/',
      ),
    ],
    remains:
      'In namespaces without an admission policy: a Service with `externalIPs` receives what the nodes send to those addresses, including requests of the gateway: enable the admission plugin DenyServiceExternalIPs. A headless Service with an endpoint at the address of a declared host receives what sidecars that import the Service send there; an `EgressSidecar` that imports single hosts of other namespaces does not import it. The same applies to a Service in a namespace named like a top-level domain (`com`) if names below a wildcard are resolved on request (`WildcardTarget.dynamicDns`); other hosts are resolved with a trailing dot, to which no search domain applies. If the gateway or the application uses TLS to the host, the certificate does not match.',
    remainsShownBy: [
      isTaken(claimedAddress('test-egress/curl http://edition.cnn.com/')),
      goesDirectly(headless('default/curl https://edition.cnn.com/')),
    ],
  },
  {
    id: 'B46',
    title: 'A declaration that its team deletes',
    how: 'The ServiceEntry of a host is in a namespace where the team may edit it, and without the ServiceEntry the host is undeclared.',
    closedBy: [LOCKDOWN, ADMISSION],
    shownBy: [
      withoutRoutes('test-egress/curl http'),
      tenants('the lockdown, deleted', 'the Sidecar of the platform, deleted'),
    ],
  },
];
