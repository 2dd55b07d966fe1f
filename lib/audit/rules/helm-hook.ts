import { HOOK } from '../manifest/helm-hook';
import { nameOf } from '../manifest/manifest';
import { Rule } from './rule';

const POLICY = 'helm.sh/hook-delete-policy';

const KINDS: ReadonlySet<string> = new Set([
  ...['AuthorizationPolicy', 'ClusterNetworkPolicy', 'DestinationRule', 'EnvoyFilter', 'Gateway', 'NetworkPolicy'],
  ...['ServiceEntry', 'Sidecar', 'VirtualService'],
]);

/** An object of egress that Helm deletes. */
export const HELM_HOOK: Rule = {
  code: 'EGR3502',
  level: 'error',
  title: 'Helm deletes an object of egress, because the object is a hook.',
  effect:
    'A hook is no part of the release. Helm deletes a hook before it creates the hook again in the next upgrade (`before-hook-creation`, ' +
    'the default), or when the hook has succeeded (`hook-succeeded`). Without the object, requests go around the gateway or fail.',
  sources: ['https://helm.sh/docs/topics/charts_hooks/#hook-deletion-policies'],
  check: ({ manifests }) =>
    manifests.flatMap((manifest) => {
      const { annotations = {} } = manifest.metadata;
      const hook = annotations[HOOK];
      if (
        hook === undefined ||
        !KINDS.has(manifest.kind) ||
        hook.split(',').every((each) => each.trim().startsWith('test'))
      )
        return [];
      const policy = annotations[POLICY] ?? 'before-hook-creation';
      return [
        {
          manifest,
          path: ['metadata', 'annotations', HOOK],
          message: `${nameOf(manifest)} is a Helm hook (${hook}), which Helm deletes (${policy})`,
          fix: `remove ${HOOK} from metadata.annotations`,
        },
      ];
    }),
};
