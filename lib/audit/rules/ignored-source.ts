import { nameOf } from '../manifest/manifest';
import { pathText } from '../manifest/path-text';
import { Hit, Rule } from './rule';

/** A source in a match for HTTP that Istio does not read. */
export const IGNORED_SOURCE: Rule = {
  code: 'EGR3506',
  level: 'error',
  title: 'A match for HTTP has both gateways and a source, of which Istio ignores the source.',
  effect:
    'The rule also applies to requests of every other namespace and workload. If a match has `gateways`, Istio does not read ' +
    '`sourceNamespace` and `sourceLabels`. In matches of `tls` and `tcp`, both apply.',
  sources: ['sourceMatchHTTP in pilot/pkg/networking/core/route/route.go'],
  check: (mesh) =>
    mesh.virtualServices.flatMap(({ manifest, spec }) =>
      (spec.http ?? []).flatMap(({ match = [] }, rule) =>
        match.flatMap((each, index): readonly Hit[] => {
          const { gateways, sourceNamespace, sourceLabels } = each as typeof each & { readonly sourceLabels?: object };
          const field = sourceNamespace
            ? 'sourceNamespace'
            : Object.keys(sourceLabels ?? {}).length > 0
              ? 'sourceLabels'
              : undefined;
          if (!gateways?.length || field === undefined) return [];
          const path = ['spec', 'http', rule, 'match', index];
          return [
            {
              manifest,
              path: [...path, field],
              message: `${nameOf(manifest)} has ${field} ${JSON.stringify(sourceNamespace ?? sourceLabels)} beside gateways, which Istio ignores`,
              fix: `write a VirtualService of its own for the gateway mesh, and remove gateways from ${pathText(path)}`,
            },
          ];
        }),
      ),
    ),
};
