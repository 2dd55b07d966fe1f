import { nameOf } from '../manifest/manifest';
import { AuthorizationRule, Source } from '../policy/authorization-spec';
import { Rule } from './rule';
import { egressPods } from './shared/egress-pods';
import { policiesAt } from './shared/policies';

/** A policy that makes every other ALLOW policy of an egress gateway ineffective. */
export const POLICY_ADMITS_ALL: Rule = {
  code: 'EGR3204',
  level: 'error',
  title: 'An AuthorizationPolicy admits every caller of an egress gateway to every host.',
  why:
    'One `ALLOW` rule that matches is enough, so the other `ALLOW` policies of the gateway have no effect. An empty rule matches every request, and ' +
    '`principals: ["*"]` matches every caller of the mesh ' +
    '([AuthorizationPolicy](https://istio.io/latest/docs/reference/config/security/authorization-policy/#Rule)).',
  check: (mesh) => {
    const policies = new Set(egressPods(mesh).flatMap((pods) => policiesAt(mesh, pods)));
    return [...policies]
      .filter(({ action }) => action === 'ALLOW')
      .flatMap(({ manifest, spec }) =>
        (spec.rules ?? []).flatMap((rule, index) => {
          if (!admitsAll(rule)) return [];
          const what = rule.from?.length ? 'has sources that include every caller of the mesh' : 'names no sources';
          return [
            {
              manifest,
              path: ['spec', 'rules', index],
              message: `${nameOf(manifest)} has a rule that ${what}, and no hosts, so the gateway allows every request`,
              fix: `write from, and to or when, in spec.rules[${index}]: from: [{source: {principals: ["cluster.local/ns/payments/sa/api"]}}], when: [{key: connection.sni, values: ["api.example.com"]}]`,
            },
          ];
        }),
      );
  },
};

/** Returns whether a rule matches requests of every caller to every host. */
function admitsAll({ from = [], to = [], when = [] }: AuthorizationRule): boolean {
  return (
    when.length === 0 && to.length === 0 && (from.length === 0 || from.some(({ source = {} }) => isEveryCaller(source)))
  );
}

/** Every field of a source must match. */
function isEveryCaller(source: Source): boolean {
  const every: Readonly<Record<string, string>> = { principals: '*', namespaces: '*', ipBlocks: '0.0.0.0/0' };
  return Object.entries(source).every(([field, values]) => {
    const wildcard = every[field];
    return values.length === 0 || (wildcard !== undefined && values.includes(wildcard));
  });
}
