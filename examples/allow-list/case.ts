import { ConformanceCase } from '../../test/conformance/cases/case';
import { ALLOWS_CIDRS, Lockdown } from '../../test/conformance/cases/lockdown';
import { ofRows } from '../../test/conformance/cases/row';
import { clientCertificate, headerValue } from '../../test/conformance/cases/secret';
import { ROWS } from './case-rows';

const FIXTURES = 'test/conformance/cases/fixtures';
const NAMESPACE = 'istio-egress';

export const cases: readonly ConformanceCase[] = (['ALLOW_ANY', 'REGISTRY_ONLY'] as const).map(
  (outboundTrafficPolicy) => ({
    title: `Every row of an allow-list leaves through the gateway, for its sources only, under ${outboundTrafficPolicy}`,
    outboundTrafficPolicy,
    stages: [
      {
        title: 'The manifests are applied, and the Secrets are created',
        kubectl: [
          `create namespace ${NAMESPACE}`,
          clientCertificate(NAMESPACE, 'bank-client'),
          headerValue(NAMESPACE, 'ledger-token', 'authorization', 'token'),
          `apply -f ${FIXTURES}/changing-host-primary.yaml`,
          `apply -f ${FIXTURES}/dns-capture.yaml`,
        ],
        apply: 'main',
        expect: ofRows(ROWS),
      },
      {
        title: 'The manifests are deleted',
        kubectl: [`delete -f ${FIXTURES}/changing-host-primary.yaml`, `delete -f ${FIXTURES}/dns-capture.yaml`],
        delete: 'main',
      },
    ],
  }),
);

export const lockdowns: readonly Lockdown[] = [
  {
    program: 'main',
    namespace: 'test-egress',
    gateway: { namespace: NAMESPACE, labels: { istio: 'dedicated-egress' } },
    allows: ALLOWS_CIDRS,
  },
];
