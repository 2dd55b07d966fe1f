/** Of what the gateway checks twice: in the handshake with the caller, and by the policy of the host. */
import { Survivor } from '../survivor';

/** Rules for hosts whose callers the handshake refuses: the example, the start of the policy's name, and the rule. */
const BEHIND_A_HANDSHAKE: readonly (readonly [example: string, object: string, rule: string])[] = [
  ...['db', 'replica', 'smtp', 'mail'].map((host) => ['tcp/main', `egress-allow-${host}`, 'rules[0]'] as const),
  ['tcp/main', 'egress-allow-git', 'rules[1]'],
  ['who-may-leave/main', 'egress-allow-api', 'rules[1]'],
  ['wildcards/main', 'egress-allow-m-de', 'rules[0]'],
  ['with-cdk8s-plus/main', 'egress-allow-www', 'rules[0]'],
];

/** Mutants of a rule that allow more callers, and the fields that they change. */
const MORE_CALLERS: Readonly<Record<string, string>> = {
  'any-source': 'from',
  'any-principal': 'from[0].source.principals',
};

/** Programs that connect after the handshake, and whose cases have no caller that is refused there. */
const WITHOUT_REFUSAL = [
  ...['admission', 'gateway-lockdown', 'production', 'regions', 'shared-gateway', 'strict', 'telemetry'],
  ...['tls-origination', 'who-may-leave/narrowed'],
];

export const OF_HANDSHAKES: readonly Survivor[] = [
  ...BEHIND_A_HANDSHAKE.flatMap(([example, object, rule]) =>
    Object.entries(MORE_CALLERS).map(([operator, field]) => ({
      mutant: { operator: `authorization-policy/${operator}`, example, object, field: `${rule}.${field}` },
      reason: 'the handshake refuses the callers before the policy is asked',
    })),
  ),
  ...['any-identity', 'identity'].map((operator) => ({
    mutant: { operator: `gateway/${operator}`, object: 'egress-server-replica', example: 'tcp/main' },
    reason: 'the filter of the host has the same identities, and Envoy takes those',
  })),
  ...['egress-identity-', 'egress-connect-'].map((object) => ({
    mutant: { operator: 'envoy-filter/any-workload', kind: 'EnvoyFilter', object },
    reason: 'the gateway alone has a listener on this port in its namespace, or in the mesh',
  })),
  ...WITHOUT_REFUSAL.flatMap((example) =>
    ['delete-object', 'envoy-filter/selector', 'envoy-filter/listener', 'envoy-filter/connect'].map((operator) => ({
      mutant: { operator, kind: 'EnvoyFilter', object: 'egress-connect-', example },
      reason: 'no caller of the case is refused in the handshake; tcp has those',
    })),
  ),
];
