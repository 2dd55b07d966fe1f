import { Memo } from '../../input/memo';
import { didYouMean } from '../../input/did-you-mean';
import { groupOf, ObjectMistake } from './malformed-object';

const ISTIO = ['v1', 'v1beta1', 'v1alpha3'];
const SECURITY = ['v1', 'v1beta1'];
const RANGES = ['v1', 'v1beta1', 'v1alpha1'];

/** The versions of kinds. */
type Versions = Readonly<Record<string, readonly string[]>>;

/**
 * The kinds of API groups, with their versions (pkg/config/schema/metadata.yaml of Istio, and the API reference of Kubernetes since 1.25).
 */
const TYPES: ReadonlyMap<string, Versions> = new Map(
  Object.entries<Versions>({
    'networking.istio.io': {
      ServiceEntry: ISTIO,
      VirtualService: ISTIO,
      DestinationRule: ISTIO,
      Gateway: ISTIO,
      Sidecar: ISTIO,
      WorkloadEntry: ISTIO,
      WorkloadGroup: ISTIO,
      EnvoyFilter: ['v1alpha3'],
      ProxyConfig: ['v1beta1'],
    },
    'security.istio.io': {
      AuthorizationPolicy: SECURITY,
      PeerAuthentication: SECURITY,
      RequestAuthentication: SECURITY,
    },
    'telemetry.istio.io': { Telemetry: ['v1', 'v1alpha1'] },
    'networking.k8s.io': {
      NetworkPolicy: ['v1'],
      Ingress: ['v1'],
      IngressClass: ['v1'],
      IPAddress: RANGES,
      ServiceCIDR: RANGES,
      ClusterCIDR: ['v1alpha1'],
    },
  }),
);

/** Groups of Kubernetes that have none of the kinds above. */
const OTHERS = new Set(['', 'apps', 'batch', 'extensions', 'policy']);

/** Returns the mistake of a kind or of a version that an API group does not have. */
export function unknownType(apiVersion: string, kind: string): ObjectMistake | undefined {
  return mistakes.get(`${apiVersion} ${kind}`, () => mistakeOf(apiVersion, kind));
}

const mistakes = new Memo<ObjectMistake | undefined>();

function mistakeOf(apiVersion: string, kind: string): ObjectMistake | undefined {
  const group = TYPES.has(apiVersion) ? apiVersion : groupOf(apiVersion);
  const kinds = TYPES.get(group);
  const [home, types] = [...TYPES].find(([, each]) => Object.hasOwn(each, kind)) ?? [];
  const fix = `write apiVersion: ${home}/${types?.[kind]?.[0]}`;
  const isElsewhere = home !== undefined && home !== group;
  if (isElsewhere && (kinds !== undefined || OTHERS.has(group))) {
    return { path: ['apiVersion'], message: `${apiVersion} has no kind ${kind}`, fix };
  }
  if (kinds === undefined) return undefined;
  if (home === undefined) {
    const names = Object.keys(kinds);
    const near = didYouMean(kind, names) ?? `one of ${names.join(', ')}`;
    return { path: ['kind'], message: `${apiVersion} has no kind ${kind}`, fix: `write kind: ${near}` };
  }
  const isServed = kinds[kind]?.includes(apiVersion.slice(group.length + 1)) === true;
  return isServed ? undefined : { path: ['apiVersion'], message: `${kind} has no apiVersion ${apiVersion}`, fix };
}
