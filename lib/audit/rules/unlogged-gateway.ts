import { Manifest, namespaceOf } from '../manifest/manifest';
import { nameOf } from '../manifest/manifest';
import { Mesh } from '../model/mesh';
import { Hit, Rule } from './rule';
import { EgressPods, egressPods } from './shared/egress-pods';
import { hasLabels } from '../model/labels';

/** An egress gateway whose access log is off. */
export const UNLOGGED_GATEWAY: Rule = {
  code: 'EGR3207',
  level: 'warning',
  title: 'A Telemetry object turns the access log of an egress gateway off.',
  effect:
    'No record remains of the requests that left the mesh. The Telemetry object that selects the pods applies, else the one of the ' +
    'namespace, else the one of the root namespace.',
  sources: ['https://istio.io/latest/docs/reference/config/telemetry/'],
  check: (mesh) => {
    const telemetries = mesh.manifests.filter(
      ({ kind, apiVersion }) => kind === 'Telemetry' && apiVersion.startsWith('telemetry.istio.io/'),
    );
    return egressPods(mesh).flatMap((pods) => hitsOf(mesh, telemetries, pods));
  },
};

interface TelemetrySpec {
  readonly selector?: { readonly matchLabels?: Readonly<Record<string, string>> };
  readonly targetRef?: object;
  readonly targetRefs?: readonly object[];
  readonly accessLogging?: readonly { readonly disabled?: boolean; readonly match?: { readonly mode?: string } }[];
}

function hitsOf(mesh: Mesh, telemetries: readonly Manifest[], pods: EgressPods): readonly Hit[] {
  const levels = [
    telemetries.filter((each) => isIn(each, pods.namespace) && selects(each, pods)),
    telemetries.filter((each) => isIn(each, pods.namespace) && isForAll(each)),
    telemetries.filter((each) => isIn(each, mesh.rootNamespace) && isForAll(each)),
  ];
  const [manifest] = levels.flat().filter((each) => specOf(each).accessLogging?.length);
  if (manifest === undefined) return [];
  const logs = specOf(manifest).accessLogging ?? [];
  const index = logs.findIndex(({ disabled, match }) => disabled === true && match?.mode !== 'SERVER');
  const isOn = logs.some(({ disabled, match }) => disabled !== true && match?.mode !== 'SERVER');
  if (index < 0 || isOn) return [];
  return [
    {
      manifest,
      path: ['spec', 'accessLogging', index, 'disabled'],
      message: `${nameOf(manifest)} has disabled: true, so the pods of egress gateway ${pods.gateways[0]?.id} write no access log`,
      fix: `write accessLogging: [{ providers: [{ name: envoy }] }] in a Telemetry object that selects the pods of the gateway in namespace ${pods.namespace}`,
    },
  ];
}

function specOf({ spec }: Manifest): TelemetrySpec {
  return spec ?? {};
}

function isIn(manifest: Manifest, namespace: string): boolean {
  return namespaceOf(manifest) === namespace;
}

function isForAll(manifest: Manifest): boolean {
  const { selector, targetRef, targetRefs } = specOf(manifest);
  return Object.keys(selector?.matchLabels ?? {}).length === 0 && targetRef === undefined && !targetRefs?.length;
}

function selects(manifest: Manifest, { podLabels }: EgressPods): boolean {
  const labels = specOf(manifest).selector?.matchLabels ?? {};
  return Object.keys(labels).length > 0 && hasLabels(podLabels, labels);
}
