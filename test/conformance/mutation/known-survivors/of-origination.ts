/** Of TLS from the gateway on. */
import { Survivor } from '../survivor';

const GOOD_HOST =
  'the host is who it should be, and speaks TLS 1.3; the hosts of tls-origination/refused are not and do not';

const UNRIVALLED =
  'no other object states how the gateway connects to the host in the stage that applies the program; named mutants run in stages with one';

/** Programs without TLS from the gateway, and the hosts of other programs that the gateway sends what it received. */
const AS_RECEIVED: readonly { readonly example: string; readonly object: string }[] = [
  ...['admission', 'clean-edge', 'istio-task', 'own-gateway', 'regions', 'shared-gateway', 'strict', 'tcp'],
  ...['telemetry', 'ten-lines', 'who-may-leave', 'wildcards', 'with-cdk8s-plus'],
].map((example) => ({ example, object: 'egress-upstream-' }));
const AS_RECEIVED_BESIDE: typeof AS_RECEIVED = [
  { example: 'production', object: 'egress-upstream-edition' },
  { example: 'production', object: 'egress-upstream-www' },
  { example: 'gateway-lockdown', object: 'egress-upstream-edition' },
  { example: 'gateway-lockdown', object: 'egress-upstream-db' },
];

export const OF_ORIGINATION: readonly Survivor[] = [
  ...['any-name', 'unverified'].flatMap((operator) =>
    ['tls-origination/main', 'production'].map((example) => ({
      mutant: { operator: `destination-rule/${operator}`, object: 'egress-upstream-', example },
      reason: GOOD_HOST,
    })),
  ),
  {
    mutant: {
      operator: 'destination-rule/verified-name',
      object: 'egress-upstream-api',
      example: 'tls-origination/main',
    },
    reason: 'the EnvoyFilter of the minimum version adds the name of the host, and one of the names is enough',
  },
  {
    mutant: { operator: 'destination-rule/drop-authorities', object: 'egress-upstream-' },
    reason: 'without it Istio takes the same: the authorities of the operating system',
  },
  ...['host', 'drop-policy', 'port', 'tls-mode', 'authorities', 'unverified', 'sni', 'verified-name', 'any-name'].map(
    (operator) => ({
      mutant: {
        operator: `destination-rule/${operator}`,
        object: 'egress-upstream-www',
        example: 'tls-origination/refused',
      },
      reason: 'the host closes whatever comes without a certificate of the client; tls-origination/main has one',
    }),
  ),
  ...['host', 'drop-policy', 'port', 'tls-mode'].map((operator) => ({
    mutant: {
      operator: `destination-rule/${operator}`,
      object: 'egress-upstream-edition',
      example: 'tls-origination/refused',
    },
    reason: 'plain text to its TLS port ends in 503 too; the hosts of tls-origination/main answer, and show it',
  })),
  ...[
    ['verified-name', 'private'],
    ['any-name', 'private'],
    ['verified-name', 'misnamed'],
    ['sni', 'api'],
    ['verified-name', 'api'],
    ['any-name', 'api'],
    ['sni', 'edition'],
    ['verified-name', 'edition'],
    ['any-name', 'edition'],
    ['secret', 'edition'],
  ].map(([operator, host]) => ({
    mutant: {
      operator: `destination-rule/${operator}`,
      object: `egress-upstream-${host}`,
      example: 'tls-origination/refused',
    },
    reason: 'the host is refused all the same, for what it is there to show',
  })),
  ...[
    'delete-object',
    'namespace',
    ...['selector', 'any-workload', 'context', 'service', 'port', 'minimum'].map(
      (operator) => `envoy-filter/${operator}`,
    ),
  ].map((operator) => ({
    mutant: { operator, kind: 'EnvoyFilter', object: 'egress-tls-', example: 'tls-origination/main' },
    reason: GOOD_HOST,
  })),
  ...['keep-header', 'drop-headers'].map((operator) => ({
    mutant: { operator: `virtual-service/${operator}`, example: 'tls-origination/refused' },
    reason:
      'no host answers in the stage that applies the program; a named mutant keeps a header in the stage of the Secret',
  })),
  {
    mutant: { operator: 'destination-rule/drop-sni', object: 'egress-upstream-' },
    reason: 'without it Istio asks for the Host, which is the same name here',
  },
  ...['any-workload', 'any-service', 'any-port'].map((operator) => ({
    mutant: { operator: `envoy-filter/${operator}`, object: 'egress-tls-', example: 'tls-origination/refused' },
    reason: 'it is then for other clusters and proxies too, none of which speaks to a host that has TLS 1.2 only',
  })),
  ...[...AS_RECEIVED, ...AS_RECEIVED_BESIDE].map((hosts) => ({
    mutant: { operator: 'delete-object', kind: 'DestinationRule', ...hosts },
    reason: UNRIVALLED,
  })),
  {
    mutant: { operator: 'destination-rule/any-workload', object: 'egress-upstream-' },
    reason: UNRIVALLED,
  },
];
