import { nameOf } from '../manifest/manifest';
import { isNamespaceName } from '../model/export-to';
import { Rule } from './rule';

/** A value of `exportTo` that is no name of a namespace. */
export const EXPORT_TO_NO_NAMESPACE: Rule = {
  code: 'EGR3503',
  level: 'error',
  title: 'A value of `exportTo` is not the name of a namespace.',
  effect:
    'No namespace sees the object through this value. The webhook of istiod rejects the object; where the webhook does not run, the value ' +
    'has no effect.',
  sources: ['validateExportTo in pkg/config/validation/validation.go'],
  check: (mesh) =>
    [...mesh.serviceEntries, ...mesh.virtualServices, ...mesh.destinationRules].flatMap(({ manifest, spec }) =>
      (spec.exportTo ?? []).flatMap((value, index) => {
        if (isNamespaceName(value) || ['*', '.'].includes(value)) return [];
        if (value === '~' && manifest.kind === 'ServiceEntry') return [];
        const [namespace = ''] = value.split('/');
        return [
          {
            manifest,
            path: ['spec', 'exportTo', index],
            message: `${nameOf(manifest)} has exportTo "${value}", which is no name of a namespace`,
            fix: isNamespaceName(namespace)
              ? `write "${namespace}" in spec.exportTo[${index}]`
              : `write the name of a namespace, "." or "*" in spec.exportTo[${index}]`,
          },
        ];
      }),
    ),
};
