/** The gateway itself as the way out. */
import { plainHop, requests, telemetry, tenLines, unverifiedHop, whoMayLeave } from './shown';
import { byEvaluators, onTheMesh, staysOnTheGateway, written } from './evidence';
import { by, byDefault, given, Threat } from './threat';

const TEN_LINES = ['ten-lines', 'main'] as const;
const LOCKDOWN = by('EgressLockdownPolicy', 'NetworkPolicy');

export const AT_THE_GATEWAY: readonly Threat[] = [
  {
    id: 'B11',
    title: 'A pod that connects to the gateway without the mesh',
    how: 'A pod that reaches the ports of the gateway sends requests without a client certificate, so the gateway cannot identify the caller.',
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
    title: 'A route that every workload may use',
    how: 'Without a policy the gateway serves every workload of the mesh.',
    closedBy: [
      by('EgressGateway.defaultDeny', 'AuthorizationPolicy'),
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
      written(
        'test/unit/gateway/default-deny-policy.test.ts',
        'defaultDeny writes the default deny policy with the gateway',
      ),
    ],
    remains:
      'A route without `allowFrom` is open to the whole mesh as long as no route of its gateway has sources. Write `defaultDeny: true` on every gateway.',
  },
  {
    id: 'B14',
    title: 'Service accounts and ports that a policy confuses',
    how: 'Dots in names of service accounts are read as patterns, and the port of the Service is not the port of the pods.',
    closedBy: [given('EgressSource.serviceAccount', 'ExternalHttpRoute', 'AuthorizationPolicy')],
    shownBy: [
      whoMayLeave('default/curl http://api.example.org/v1/orders', 'default/curl https://api.example.org/v1/orders'),
      written(
        'test/unit/render/istio/authorization-policy.test.ts',
        'identifies service accounts by the trust domain of the mesh, not by the cluster domain',
      ),
      written(
        'test/unit/render/istio/authorization-policy.test.ts',
        'matches HTTP by host, with and without a port, by the SNI of mesh mTLS and by the target port',
      ),
    ],
    remains:
      'A name with dots was not tested on the mesh. The policy has an exact identity (`principals`), not a pattern; run an Istio that is patched.',
  },
  {
    id: 'B22',
    title: 'Pods and ports beside the gateway and istiod',
    how: 'A policy that opens a namespace opens every pod in it, on every port.',
    closedBy: [LOCKDOWN],
    shownBy: [
      byEvaluators(TEN_LINES, 'beside the gateway', '80/TCP', '443/TCP', '8080/TCP', '8443/TCP'),
      byEvaluators(TEN_LINES, 'istiod', '15010/TCP', '15014/TCP', '15017/TCP', '8080/TCP'),
      byEvaluators(TEN_LINES, 'beside istiod', '15012/TCP'),
      byEvaluators(TEN_LINES, 'gateway', '15000/TCP', '15021/TCP', '15090/TCP'),
      tenLines('istiod.istio-system:15014'),
    ],
    remains: "`LockdownMode.NAMESPACE_LABELS`, which writes the policy of Istio's own task, opens all of these.",
  },
  {
    id: 'B41',
    title: 'Headers that reveal the mesh',
    how: "Proxies add the caller's certificate and address, request ids and traces to a request, and forward such headers of the caller.",
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
        'with no more headers than a request from outside the mesh',
      ),
    ],
    remains: 'The gateway cannot remove headers inside the TLS of an application: the application must not send them.',
  },
  {
    id: 'B42',
    title: 'A gateway that can read too many Secrets',
    how: 'An attacker who controls the gateway can read what its service account can read.',
    closedBy: [given('GatewayWorkload.deployment', 'EgressGateway', 'Role')],
    shownBy: [
      written(
        'test/unit/gateway/read-secrets.test.ts',
        'readSecrets grants the service account of the gateway only to list the Secrets of its namespace',
      ),
    ],
    remains:
      'The gateway can read all Secrets of its namespace: give the gateway a namespace of its own, with the Secrets of its hosts only.',
  },
  {
    id: 'B43',
    title: 'Nodes shared with applications',
    how: 'An attacker who escapes from an application container on the node of the gateway has the memory and the identity of the gateway.',
    closedBy: [given('GatewayWorkload.deployment', 'EgressGateway', 'Deployment')],
    shownBy: [
      written('test/unit/gateway/deployment.test.ts', 'the Deployment of a gateway has the configured nodeSelector'),
      written('test/unit/gateway/deployment.test.ts', 'the Deployment of a gateway has the configured tolerations'),
      written(
        'test/unit/gateway/deployment.test.ts',
        'the Deployment of a gateway meets Pod Security restricted, and has its own ServiceAccount',
      ),
    ],
    remains:
      'A taint excludes other pods only while no one else may tolerate the taint: reject such tolerations at admission, and give these nodes a network route that other nodes do not have.',
  },
  {
    id: 'B44',
    title: 'A log without callers',
    how: 'The log of the gateway lacks the caller, and for TLS also the requested host.',
    closedBy: [by('EgressTelemetry', 'Telemetry'), given('AccessLog.JSON', 'EgressTelemetry', 'Telemetry')],
    shownBy: [
      staysOnTheGateway(
        telemetry('default/curl http://edition.cnn.com/politics', 'default/curl https://edition.cnn.com/politics'),
        'which logs the caller and the host',
      ),
      telemetry('default/reports http://edition.cnn.com/politics', 'default/reports https://edition.cnn.com/politics'),
    ],
    remains:
      'For TLS the log has the SNI of mesh mTLS and the caller, never the request inside. On the HTTP port, callers without a certificate leave no log line.',
  },
  {
    id: 'B45',
    title: 'An exhausted gateway',
    how: 'One client opens so many connections that other clients get none.',
    closedBy: [given('GatewayWorkload.deployment', 'EgressGateway', 'HorizontalPodAutoscaler')],
    shownBy: [
      written(
        'test/unit/gateway/deployment-objects.test.ts',
        'the HorizontalPodAutoscaler of a deployed gateway keeps pods, by default two to five',
      ),
    ],
    remains:
      'No object of this library limits a single client. Set the overload manager of the proxies in the mesh configuration, and give critical applications a gateway of their own.',
  },
];
