import { ApiObject, ApiObjectMetadata } from 'cdk8s';
import { Construct } from 'constructs';
import { meshOf } from '../construct/mesh';
import { afterNamespaces } from '../construct/namespaces-first';
import { writeNamespace, writeObject } from '../construct/write-object';
import { GatewayFacts } from '../mesh/gateway';
import { InputError } from '../input/input-error';
import { Labels } from '../input/labels';
import { autoscalerSpec, deploymentSpec, disruptionBudgetSpec, serviceSpec } from '../render/gateway-deployment';
import { GatewayDeploymentOptions } from '../mesh/gateway-pods';
import { checkReplicas } from '../mesh/replicas';

/** Labels and annotations that the user wants on the gateway's objects. */
interface ExtraMetadata {
  readonly labels?: Labels;
  readonly annotations?: Labels;
}

/**
 * Writes the objects of a deployed gateway below `scope`, all named like its Service. The Service comes before the pods, so
 * that sidecars know where to go as soon as one is ready.
 */
export function writeDeployment(
  scope: Construct,
  gateway: GatewayFacts,
  options: GatewayDeploymentOptions,
  extra: ExtraMetadata,
): ApiObject[] {
  refuseReservedLabels(gateway.selector);
  const metadata = metadataOf(gateway, extra);
  const write = (kind: string, apiVersion: string, spec?: () => object, settle?: (spec: object) => object): ApiObject =>
    afterNamespaces(writeObject(scope, kind, { apiVersion, kind, metadata, spec, settle }));
  return [
    ...(options.createNamespace ? [ownNamespace(scope, gateway.namespace)] : []),
    write('ServiceAccount', 'v1'),
    ...(options.readSecrets ? secretReader(scope, metadata) : []),
    write('Service', 'v1', () => serviceSpec(gateway)),
    write('Deployment', 'apps/v1', () => deploymentSpec(gateway, options)),
    write('PodDisruptionBudget', 'policy/v1', () => disruptionBudgetSpec(gateway)),
    write('HorizontalPodAutoscaler', 'autoscaling/v2', () => autoscalerSpec(gateway, options), settleReplicas),
  ];
}

function metadataOf({ namespace, serviceName: name, selector }: GatewayFacts, extra: ExtraMetadata): ApiObjectMetadata {
  const labels = { ...extra.labels, 'app.kubernetes.io/name': name, ...selector };
  return { namespace, name, labels, ...(extra.annotations && { annotations: { ...extra.annotations } }) };
}

/** Looks at the numbers once tokens are resolved. */
function settleReplicas(spec: object): object {
  checkReplicas(spec);
  return spec;
}

/**
 * What istiod asks the API server about before it hands out a Secret: whether the account of the pods may `list` those of the
 * namespace (`Authorize` in istio.io/istio `pilot/pkg/credentials/kube/secrets.go`). Nothing else is granted.
 */
function secretReader(scope: Construct, metadata: ApiObjectMetadata): ApiObject[] {
  const group = 'rbac.authorization.k8s.io';
  const { name, namespace } = metadata;
  const write = (kind: string, fields: object): ApiObject =>
    afterNamespaces(writeObject(scope, kind, { apiVersion: `${group}/v1`, kind, metadata, fields }));
  return [
    write('Role', { rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['list'] }] }),
    write('RoleBinding', {
      roleRef: { apiGroup: group, kind: 'Role', name },
      subjects: [{ kind: 'ServiceAccount', name, namespace }],
    }),
  ];
}

function ownNamespace(scope: Construct, name: string): ApiObject {
  meshOf(scope).namespaces.create(name, scope.node.path, 'createNamespace');
  return writeNamespace(scope, 'Namespace', name, { 'pod-security.kubernetes.io/enforce': 'restricted' });
}

/**
 * Refuses labels in the selector that the pods get for their injection: `istio.io/rev` would silently outdo `revision`.
 *
 * @throws InputError
 */
function refuseReservedLabels(selector: Labels): void {
  const reserved = ['istio.io/rev', 'sidecar.istio.io/inject', 'istio.io/dataplane-mode'].find(
    (key) => key in selector,
  );
  if (reserved === undefined) return;
  throw new InputError({
    problem: `selector has ${reserved}`,
    got: selector,
    allowed: 'labels of your own, such as { istio: "egressgateway" }',
    fix: `remove ${reserved}; the revision is set by GatewayWorkload.deployment({ revision })`,
  });
}
