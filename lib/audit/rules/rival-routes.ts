import { nameOf } from '../manifest/manifest';
import { namespacesIn } from '../model/export-to';
import { MESH, Mesh, VirtualService } from '../model/mesh';
import { Hit, Rule } from './rule';
import { inWords, isEmpty, shared } from './shared/audience';

/** Two VirtualServices that route one host for the same sidecars. */
export const RIVAL_ROUTES: Rule = {
  code: 'EGR3014',
  level: 'error',
  title: 'Two VirtualServices route one host for the same sidecars.',
  effect:
    'Istio does not merge VirtualServices for sidecars. Which of the two applies is undefined, so that the rule to the gateway can be ' +
    'lost.',
  sources: ['https://istio.io/latest/docs/reference/config/analysis/ist0109/'],
  check: rivals,
};

function rivals({ virtualServices }: Mesh): readonly Hit[] {
  const byHost = new Map<string, VirtualService[]>();
  return virtualServices
    .filter(({ gateways }) => gateways.includes(MESH))
    .flatMap((vs) =>
      vs.hosts.flatMap((host, index): Hit[] => {
        const earlier = byHost.get(host) ?? [];
        byHost.set(host, earlier);
        const rival = earlier.find((other) => other !== vs && !isEmpty(sharedBy(vs, other)));
        earlier.push(vs);
        if (rival === undefined) return [];
        const [mine, other] = [nameOf(vs.manifest), nameOf(rival.manifest)];
        return [
          {
            manifest: vs.manifest,
            path: ['spec', 'hosts', index],
            message: `${mine} and ${other} route ${host} for the sidecars of ${inWords(sharedBy(vs, rival))}`,
            fix: `write the rules of ${mine} into ${other}`,
          },
        ];
      }),
    );
}

function sharedBy(left: VirtualService, right: VirtualService) {
  return shared(namespacesIn(left.spec.exportTo, left.namespace), namespacesIn(right.spec.exportTo, right.namespace));
}
