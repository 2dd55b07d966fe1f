/** Of what strict sidecars do not know. */
import { Survivor } from '../survivor';

export const OF_STRICT: readonly Survivor[] = [
  {
    mutant: {
      operator: 'gateway/protocol',
      object: 'egress-undeclared-',
      field: 'servers[1].port.protocol',
      example: 'strict',
    },
    reason: 'with PASSTHROUGH, TLS and HTTPS are one thing to Istio',
  },
  {
    mutant: { operator: 'virtual-service/drop-subset', object: 'egress-route-www-', example: 'strict/main' },
    reason: 'the leg of sidecars that know the host; all sidecars of this program are strict and do not',
  },
  {
    mutant: {
      operator: 'virtual-service/match-any-gateway',
      field: 'tls[0].match[0].gateways',
      example: 'strict/open',
    },
    reason: "the gateway's server ends the mTLS, so that it reads tcp legs and no tls leg",
  },
  {
    mutant: { operator: 'delete-object', kind: 'EnvoyFilter', object: 'egress-strict-', example: 'strict/main' },
    reason:
      'the host of HTTP is new here, so that istiod has no routes of before; in open it has, and the request goes directly',
  },
  ...['strict/main', 'strict/open'].map((example) => ({
    mutant: {
      operator: 'namespace',
      kind: 'EnvoyFilter',
      object: 'egress-strict-',
      becomes: 'istio-system',
      example,
    },
    reason: 'in the root namespace it holds for every namespace',
  })),
  {
    mutant: { operator: 'namespace', kind: 'Sidecar', becomes: 'istio-system', example: 'strict/open' },
    reason:
      'in the root namespace it holds for every namespace, and for those that are not strict the host is open too',
  },
  {
    mutant: { operator: 'service-entry/export-to-all', object: 'egress-undeclared-', example: 'strict' },
    reason: 'shows a name to sidecars that nobody calls; strict ones do not even look there',
  },
  {
    mutant: { operator: 'namespace', object: 'external-www-', becomes: 'default', example: 'strict/open' },
    reason: 'the gateway sees it from there; the strict namespace is another and does not need to',
  },
];
