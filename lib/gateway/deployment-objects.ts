import { ApiObject, ApiObjectMetadata } from 'cdk8s';
import { Construct } from 'constructs';
import { meshOf } from '../construct/mesh';
import { writeNamespace, writeObject } from '../construct/write-object';
import { EgressError } from '../input/egress-error';
import { Labels } from '../input/labels';
import { assertCreatable } from '../input/system-namespaces';
import { readAll } from '../input/collect';
import { GatewayModel } from '../mesh/gateway';
import { GatewayDeploymentOptions, GatewayPodOptions } from '../pods/gateway-pods';
import { readDeploymentOptions } from '../pods/deployment-shape';
import { readPodOptions } from '../pods/pod-shapes';
import { autoscalerSpec, deploymentSpec, disruptionBudgetSpec, serviceSpec } from '../render/gateway-deployment';
import { nonEmpty } from './gateway-metadata';

/** The part of a resolved Deployment that follows from the user's options. */
interface ResolvedDeployment {
  readonly template: {
    readonly spec: GatewayPodOptions & {
      readonly containers: readonly [Pick<GatewayPodOptions, 'resources'>];
    };
  };
}

/** The part of a resolved HorizontalPodAutoscaler that follows from the user's options. */
interface ResolvedAutoscaler extends Pick<GatewayPodOptions, 'minReplicas' | 'maxReplicas'> {
  readonly metrics: readonly [{ readonly resource: { readonly target: { readonly averageUtilization: number } } }];
}

/**
 * Writes the objects of a deployed gateway below `scope`, all with the name of its Service. The Service is written before the pods,
 * so that sidecars have its clusters when the first pod is ready.
 */
export function writeDeployment(
  scope: Construct,
  gateway: GatewayModel,
  options: GatewayDeploymentOptions,
): ApiObject[] {
  readAll({
    selector: () => assertNoReservedLabels(gateway.selector),
    podLabels: () => assertNotSelected(options.podLabels ?? {}, gateway.selector),
    namespace: () =>
      options.createNamespace && assertCreatable('createNamespace', gateway.namespace, gateway.rootNamespace),
  });
  const metadata = metadataOf(gateway);
  const { model: mesh } = meshOf(scope);
  const write = (kind: string, apiVersion: string, spec?: () => object, settle?: (spec: object) => object): ApiObject =>
    writeObject(scope, kind, { apiVersion, kind, metadata, spec, settle });
  return [
    ...(options.createNamespace ? [ownNamespace(scope, gateway.namespace)] : []),
    write('ServiceAccount', 'v1'),
    ...(options.readSecrets ? secretReader(scope, metadata) : []),
    write('Service', 'v1', () => serviceSpec(gateway)),
    write('Deployment', 'apps/v1', () => deploymentSpec(gateway, options, mesh.secretKeysOf(gateway)), settlePods),
    write('PodDisruptionBudget', 'policy/v1', () => disruptionBudgetSpec(gateway)),
    write('HorizontalPodAutoscaler', 'autoscaling/v2', () => autoscalerSpec(gateway, options), settleReplicas),
  ];
}

function metadataOf({ namespace, serviceName: name, selector, metadata }: GatewayModel): ApiObjectMetadata {
  const { labels, annotations } = metadata;
  return {
    namespace,
    name,
    ...nonEmpty({ labels: { ...labels, 'app.kubernetes.io/name': name, ...selector }, annotations }),
  };
}

/** Checks the numbers of the autoscaler again, with tokens resolved. */
function settleReplicas(spec: object): object {
  const { minReplicas, maxReplicas, metrics } = spec as ResolvedAutoscaler;
  const targetCpuUtilization = metrics[0].resource.target.averageUtilization;
  readDeploymentOptions('spec', { minReplicas, maxReplicas, targetCpuUtilization });
  return spec;
}

/** Checks the options of the pods again, with tokens resolved. */
function settlePods(spec: object): object {
  const { containers, nodeSelector, tolerations, affinity, topologySpreadConstraints } = (spec as ResolvedDeployment)
    .template.spec;
  const { resources } = containers[0];
  readPodOptions('spec', { nodeSelector, tolerations, affinity, topologySpreadConstraints, resources });
  return spec;
}

/**
 * Writes the permission that istiod requires before it sends a Secret to the gateway: the service account of the pods may `list`
 * the Secrets of the namespace (`Authorize` in istio.io/istio `pilot/pkg/credentials/kube/secrets.go`). Nothing else is granted.
 */
function secretReader(scope: Construct, metadata: ApiObjectMetadata): ApiObject[] {
  const group = 'rbac.authorization.k8s.io';
  const { name, namespace } = metadata;
  const write = (kind: string, fields: object): ApiObject =>
    writeObject(scope, kind, { apiVersion: `${group}/v1`, kind, metadata, fields });
  return [
    write('Role', { rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['list'] }] }),
    write('RoleBinding', {
      roleRef: { apiGroup: group, kind: 'Role', name },
      subjects: [{ kind: 'ServiceAccount', name, namespace }],
    }),
  ];
}

function ownNamespace(scope: Construct, name: string): ApiObject {
  meshOf(scope).model.createdNamespaces.add({ owner: scope.node.path, namespace: name });
  return writeNamespace(scope, 'Namespace', name, { 'pod-security.kubernetes.io/enforce': 'restricted' });
}

/**
 * Rejects selector labels that injection sets on the pods. `istio.io/rev` would silently override `revision`.
 *
 * @throws EgressError
 */
function assertNoReservedLabels(selector: Labels): void {
  const reserved = ['istio.io/rev', 'sidecar.istio.io/inject', 'istio.io/dataplane-mode'].find(
    (key) => key in selector,
  );
  if (reserved === undefined) return;
  throw EgressError.of({
    code: 'EGR0306',
    problem: `selector cannot have the label ${reserved}`,
    got: selector,
    allowed: 'other labels, such as { istio: "egressgateway" }',
    fix: `remove ${reserved} from selector; set the revision with GatewayWorkload.deployment({ revision })`,
  });
}

/**
 * Rejects labels of pods that the selector has: the selector of a Deployment must match its pods.
 *
 * @throws EgressError
 */
function assertNotSelected(podLabels: Labels, selector: Labels): void {
  const key = Object.keys(podLabels).find((each) => each in selector);
  if (key === undefined) return;
  throw EgressError.of({
    code: 'EGR0311',
    problem: `podLabels cannot have the key ${key} of the selector`,
    got: podLabels,
    allowed: 'other labels: the pods have the labels of the selector',
    fix: `remove ${key} from podLabels`,
  });
}
