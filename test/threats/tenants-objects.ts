/** Objects of teams, written against the gateway. */
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
  'Guard every namespace of a team with an `EgressAdmissionPolicy`, or let no team write objects of networking.istio.io';

/** What becomes of a host that a team leads elsewhere. */
const LED_ELSEWHERE = "to the host, and not where the team's VirtualService leads";

export const TENANTS_OBJECTS: readonly Threat[] = [
  {
    id: 'B15',
    title: 'A VirtualService for a declared host',
    how: 'It leads the host elsewhere: for the sidecars of its own namespace, and unless it says otherwise for those of the whole mesh.',
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
    remains: `In namespaces that are not guarded: the gateway takes no route from elsewhere, and a locked-down pod gets nowhere by one; but a sidecar can be led to another pod of the mesh that it may reach, and where nothing is locked down the way is direct. ${RBAC}.`,
  },
  {
    id: 'B16',
    title: 'A ServiceEntry for a declared host, or for one that is not',
    how: 'It opens a host to sidecars under REGISTRY_ONLY; an older one for a declared host says to the gateway where the host is.',
    closedBy: [LOCKDOWN, ADMISSION],
    shownBy: [
      tenants('a WorkloadEntry', 'a ServiceEntry'),
      staysOnTheGateway(
        forEverybody('test-egress/curl http://edition.cnn.com/', 'test-egress/curl https://edition.cnn.com/'),
        'to the host, and not where the later declaration has it',
      ),
      openSidecar('test-egress/curl http://a.example.net/', 'test-egress/curl https://a.example.net/'),
    ],
    remains: `At the gateway the oldest ServiceEntry of a host counts, whoever wrote it. ${RBAC}, or set \`serviceEntryVisibility\` in the mesh configuration where your Istio has it.`,
  },
  {
    id: 'B17',
    title: 'A DestinationRule for the gateway or for a host',
    how: 'A client takes the rule of its own namespace first: one that takes mTLS away, or that verifies nothing.',
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
    remains: `Whoever may write one in the namespace of the gateway decides how the gateway speaks to hosts. ${RBAC} there.`,
  },
  {
    id: 'B18',
    title: 'A Gateway on the pods of the gateway',
    how: 'The selector of a Gateway finds pods in every namespace, so that a team opens servers of its own on them.',
    closedBy: [by('EgressGateway', 'AuthorizationPolicy'), ADMISSION],
    shownBy: [
      whoMayLeave('default/reports http://door.example.net/v1/'),
      tenants('a DestinationRule that stops every proxy', 'a VirtualService for everybody to see'),
      tenants("a Gateway on the gateway's pods", 'a Gateway on pods by another label', 'a Gateway on all pods'),
    ],
    remains: `From namespaces that are not guarded: whoever is a source of a host may reach it by such a server too, and one that Envoy refuses stops later changes; so does a DestinationRule that everybody sees, with a value that Envoy refuses: no new pod of the gateway becomes ready then. ${RBAC}, and run istiod with \`PILOT_SCOPE_GATEWAY_TO_NAMESPACE=true\` and \`PILOT_FILTER_GATEWAY_CLUSTER_CONFIG=true\`.`,
  },
  {
    id: 'B19',
    title: 'An EnvoyFilter',
    how: 'It changes what proxies do, in the namespace of the gateway or in the root namespace those of everybody.',
    closedBy: [ADMISSION],
    shownBy: [tenants('an EnvoyFilter', 'a ProxyConfig', 'a Sidecar')],
    remains: `${RBAC}, least of all an EnvoyFilter in the namespace of the gateway or in \`istio-system\`.`,
  },
  {
    id: 'B23',
    title: 'A namespace that gives itself the labels of another',
    how: 'Peers that are told by labels of namespaces are whoever may label a namespace.',
    closedBy: [byDefault('LockdownMode.TIGHT', 'EgressLockdownPolicy', 'NetworkPolicy')],
    shownBy: [
      labelled('test-egress/plain http://server.test-egress:8000/'),
      byEvaluators(['ten-lines', 'main'], 'namesake of the gateway', '8080/TCP', '8443/TCP'),
      byEvaluators(['ten-lines', 'main'], 'namesake of DNS', '53/UDP', '53/TCP'),
      byEvaluators(['ten-lines', 'main'], 'namesake of istiod', '15012/TCP'),
      written(
        'test/unit/policy/lockdown-policy.test.ts',
        'writes pods of a namespace, told by the label that nobody can change',
      ),
    ],
    remains: "`LockdownMode.BY_LABELS`, which writes the policy of Istio's own task, goes by such labels.",
  },
  {
    id: 'B25',
    title: 'Services that lead outside',
    how: 'An ExternalName, or a Service with endpoints that a team writes, is a name of the cluster, and an address outside.',
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
      'In namespaces that are not guarded: a Service with `externalIPs` takes what the nodes send to those addresses, the requests of the gateway among it: enable the admission plugin DenyServiceExternalIPs. A headless Service with an endpoint at the address of a declared host takes what sidecars that see it send there; an `EgressSidecar` that names single hosts of other namespaces does not see it. The same for a Service in a namespace named like a top level domain (`com`) where names below a wildcard are resolved as they are asked for (`WildcardTarget.dynamic`); other hosts are resolved with a dot behind their names, which no search domain takes. Where the gateway or the application speaks TLS to the host, the certificate does not fit.',
    remainsShownBy: [
      isTaken(claimedAddress('test-egress/curl http://edition.cnn.com/')),
      goesDirectly(headless('default/curl https://edition.cnn.com/')),
    ],
  },
  {
    id: 'B46',
    title: 'A declaration that its team takes away again',
    how: 'The ServiceEntry of a host lies where the team may edit it, and without it the host is one that nothing declares.',
    closedBy: [LOCKDOWN, ADMISSION],
    shownBy: [
      withoutRoutes('test-egress/curl http'),
      tenants('the lockdown, deleted', 'the Sidecar of the platform, deleted'),
    ],
  },
];
