/** The gateway itself as the way out. */
import { plainHop, requests, telemetry, tenLines, unverifiedHop, whoMayLeave } from './shown';
import { byEvaluators, onTheMesh, staysOnTheGateway, written } from './evidence';
import { by, byDefault, given, Threat } from './threat';

const TEN_LINES = ['ten-lines', 'main'] as const;
const LOCKDOWN = by('EgressLockdownPolicy', 'NetworkPolicy');

export const AT_THE_GATEWAY: readonly Threat[] = [
  {
    id: 'B11',
    title: 'A pod that dials the gateway without the mesh',
    how: 'Whoever reaches the ports of the gateway speaks to it, with no certificate, so that it does not know who calls.',
    closedBy: [
      byDefault('ClientTls.ISTIO_MUTUAL', 'EgressGateway', 'Gateway', 'ExternalHttpRoute'),
      by('EgressGateway', 'AuthorizationPolicy'),
    ],
    shownBy: [
      whoMayLeave(
        'test-egress/plain https://www.example.com/',
        'default/plain https://www.example.com/',
        'default/plain http',
      ),
      requests('--insecure --connect-to', '--header x-forwarded-client-cert'),
      plainHop('test-egress/curl http://edition.cnn.com/', 'test-egress/curl https://edition.cnn.com/'),
      unverifiedHop('test-egress/curl http://edition.cnn.com/', 'test-egress/curl https://edition.cnn.com/'),
    ],
  },
  {
    id: 'B12',
    title: 'A route that everybody may use',
    how: 'Without a policy the gateway serves every workload of the mesh.',
    closedBy: [
      by('EgressGateway.requireSources', 'AuthorizationPolicy'),
      by('ExternalHttpRoute.allowFrom', 'AuthorizationPolicy'),
      by('ExternalTlsRoute.allowFrom', 'AuthorizationPolicy'),
    ],
    shownBy: [
      whoMayLeave('default/reports http://edition.cnn.com/politics', 'default/curl https://edition.cnn.com/politics'),
      onTheMesh(
        'who-may-leave',
        'who may leave',
        'every policy that allows something is gone',
        'test-egress/curl http://edition.cnn.com',
        'default/curl https://www.example.com/',
      ),
      onTheMesh(
        'shared-gateway',
        'two apps and one gateway',
        "without the team's",
        'default/curl https://www.example.com/',
      ),
      written('test/unit/gateway/deny-policy.test.ts', 'is there from the start where the gateway requires sources'),
    ],
    remains:
      'A route without `allowFrom` is for everybody in the mesh, as long as no route of its gateway has sources. Write `requireSources` on every gateway.',
  },
  {
    id: 'B14',
    title: 'Service accounts and ports that a policy takes for others',
    how: 'Dots in names of service accounts are read as patterns; the port of the Service is not the port of the pods.',
    closedBy: [given('EgressSource.serviceAccount', 'ExternalHttpRoute', 'AuthorizationPolicy')],
    shownBy: [
      whoMayLeave('default/curl http://api.example.org/v1/orders', 'default/curl https://api.example.org/v1/orders'),
      written(
        'test/unit/dialect/authorization-policy.test.ts',
        'tells accounts by the trust domain of the mesh, not by the domain of its DNS',
      ),
      written(
        'test/unit/dialect/authorization-policy.test.ts',
        'tells HTTP by its host, with and without a port, by the outer SNI and on the port of the pods',
      ),
    ],
    remains:
      'A name with dots was not tried on the mesh. What is written for it is an exact identity (`principals`), not a pattern; run an Istio that is patched.',
  },
  {
    id: 'B22',
    title: 'Other pods and ports beside the gateway and istiod',
    how: 'A policy that opens a namespace opens every pod in it, on every port.',
    closedBy: [LOCKDOWN],
    shownBy: [
      byEvaluators(TEN_LINES, 'beside the gateway', '80/TCP', '443/TCP', '8080/TCP', '8443/TCP'),
      byEvaluators(TEN_LINES, 'istiod', '15010/TCP', '15014/TCP', '15017/TCP', '8080/TCP'),
      byEvaluators(TEN_LINES, 'beside istiod', '15012/TCP'),
      byEvaluators(TEN_LINES, 'gateway', '15000/TCP', '15021/TCP', '15090/TCP'),
      tenLines('istiod.istio-system:15014'),
    ],
    remains: "`LockdownMode.BY_LABELS`, which writes the policy of Istio's own task, opens all of these.",
  },
  {
    id: 'B41',
    title: 'Headers that tell of the mesh',
    how: "Proxies add the caller's certificate, its address, ids and traces to a request, and pass on what the caller had.",
    closedBy: [by('ExternalHttpRoute', 'VirtualService')],
    shownBy: [
      staysOnTheGateway(
        onTheMesh(
          'clean-edge',
          'the outside learns nothing of the mesh',
          'applied',
          'default/curl http://edition.cnn.com/politics',
          'test-egress/curl http://edition.cnn.com/politics',
        ),
        'and the host sees no header more than from a pod without a mesh',
      ),
    ],
    remains: 'In the TLS of an application nobody can take anything away: it is for the application not to send it.',
  },
  {
    id: 'B42',
    title: 'A gateway that may read too many Secrets',
    how: 'Whoever takes over the gateway reads what its service account may.',
    closedBy: [given('GatewayWorkload.deployment', 'EgressGateway', 'Role')],
    shownBy: [
      written(
        'test/unit/gateway/read-secrets.test.ts',
        'may read those of its namespace, by its own service account, and do nothing else',
      ),
    ],
    remains:
      'All Secrets of its namespace: give the gateway a namespace of its own, with the Secrets of its hosts and no others.',
  },
  {
    id: 'B43',
    title: 'Nodes shared with applications',
    how: 'Whoever breaks out of an application on the node of the gateway has its memory and its identity.',
    closedBy: [given('GatewayWorkload.deployment', 'EgressGateway', 'Deployment')],
    shownBy: [
      written('test/unit/gateway/deployment.test.ts', 'runs where nodeSelector says'),
      written('test/unit/gateway/deployment.test.ts', 'runs where tolerations says'),
      written(
        'test/unit/gateway/deployment.test.ts',
        'runs as Pod Security restricted demands, under its own ServiceAccount',
      ),
    ],
    remains:
      'A taint keeps others off only while nobody else may tolerate it: refuse such tolerations at admission, and give these nodes a route out that the others lack.',
  },
  {
    id: 'B44',
    title: 'A log that does not say who left',
    how: 'The log of the gateway lacks who called, and for TLS also what for.',
    closedBy: [by('EgressTelemetry', 'Telemetry'), given('AccessLog.JSON', 'EgressTelemetry', 'Telemetry')],
    shownBy: [
      staysOnTheGateway(
        telemetry('default/curl http://edition.cnn.com/politics', 'default/curl https://edition.cnn.com/politics'),
        'which logs who called and for which host',
      ),
      telemetry('default/reports http://edition.cnn.com/politics', 'default/reports https://edition.cnn.com/politics'),
    ],
    remains:
      'Of TLS it says the name around it and the caller, never what is asked for inside. On the HTTP port callers without a certificate leave no line.',
  },
  {
    id: 'B45',
    title: 'A gateway that is worn out',
    how: 'One client opens so many connections that nobody else gets one.',
    closedBy: [given('GatewayWorkload.deployment', 'EgressGateway', 'HorizontalPodAutoscaler')],
    shownBy: [
      written(
        'test/unit/gateway/deployment-objects.test.ts',
        'the HorizontalPodAutoscaler keeps pods, by default two to five',
      ),
    ],
    remains:
      'Nothing here limits one client. Set the overload manager of the proxies in the mesh configuration, and give applications that matter a gateway of their own.',
  },
];
