/** The gateway that the library deploys: the Service in front of its pods, and what makes the pods a gateway. */
import { Field, fieldsAt, isKeyed, replaced } from './fields';
import { MOVED } from './move-object';
import { NO_ACCOUNT, NO_VALUE } from './nobody';
import { always, becomes, Change, drop, DROPPED, dropOneOfMany, otherPort, rewritten, Rule, where } from './rule';

export const SERVICE: readonly Rule[] = [
  MOVED,
  { operator: 'service/selector', at: 'spec.selector.*', to: where(NO_VALUE) },
  { operator: 'service/drop-port', at: 'spec.ports.*', to: dropOneOfMany },
  { operator: 'service/port', at: 'spec.ports.*.port', to: otherPort },
  { operator: 'service/target-port', at: 'spec.ports.*.targetPort', to: otherPort },
];

const TEMPLATE = 'spec.template';
const POD = `${TEMPLATE}.spec`;

export const DEPLOYMENT: readonly Rule[] = [
  MOVED,
  { operator: 'deployment/replicas', at: 'spec.replicas', to: always(0) },
  // Refused at admission for the labels that the Deployment selects by.
  { operator: 'deployment/drop-label', at: `${TEMPLATE}.metadata.labels.*`, to: drop },
  { operator: 'deployment/selected-label', at: 'spec.selector.matchLabels.*', to: where(NO_VALUE) },
  { operator: 'deployment/relabel', at: 'spec', to: relabelled },
  { operator: 'deployment/no-injection', at: `${TEMPLATE}.metadata.labels.*`, to: injectionOff },
  { operator: 'deployment/drop-annotation', at: `${TEMPLATE}.metadata.annotations.*`, to: withoutSetting },
  { operator: 'deployment/injected-template', at: `${TEMPLATE}.metadata.annotations.*`, to: asSidecar },
  { operator: 'deployment/container', at: `${POD}.containers.*.name`, to: where('no-proxy') },
  { operator: 'deployment/drop-source', at: `${POD}.volumes.*.projected.sources.*`, to: drop },
  { operator: 'deployment/service-account', at: `${POD}.serviceAccountName`, to: where(NO_ACCOUNT) },
  { operator: 'deployment/default-account', at: `${POD}.serviceAccountName`, to: drop },
  { operator: 'deployment/node-selector', at: `${POD}.nodeSelector.*`, to: where(NO_VALUE) },
  { operator: 'deployment/drop-toleration', at: `${POD}.tolerations.*`, to: drop },
];

/** The labels that the Deployment selects by, there and on the pods: a sound Deployment whose pods nobody finds. */
function relabelled(spec: unknown): Change[] {
  const [selected] = fieldsAt(spec, 'selector.matchLabels');
  return Object.keys(isKeyed(selected?.value) ? selected.value : {}).map((label) => {
    const paths = [
      ['selector', 'matchLabels', label],
      ['template', 'metadata', 'labels', label],
    ];
    const changed = paths.reduce<unknown>((object, path) => replaced(object, path, NO_VALUE), spec);
    return rewritten(changed, `selected label ${label} -> ${NO_VALUE}`);
  });
}

const TEMPLATES = 'inject.istio.io/templates';

function isAt(key: string, { path }: Field): boolean {
  return path.at(-1) === key;
}

function injectionOff(_: unknown, field: Field): Change[] {
  return isAt('sidecar.istio.io/inject', field) ? [becomes('false')] : [];
}

/** Without the template there is no gateway; without the configuration its proxy is that of the mesh. */
function withoutSetting(_: unknown, field: Field): Change[] {
  return isAt(TEMPLATES, field) || isAt('proxy.istio.io/config', field) ? [DROPPED] : [];
}

function asSidecar(_: unknown, field: Field): Change[] {
  return isAt(TEMPLATES, field) ? [becomes('sidecar')] : [];
}
