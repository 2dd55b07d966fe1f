import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { writeNamespace, writeObject } from '../construct/write-object';
import { GatewayFacts } from '../model/gateway-facts';
import { Labels } from '../model/labels';
import { refuseCreating } from '../model/namespace';
import { autoscalerSpec, deploymentSpec, disruptionBudgetSpec, serviceSpec } from './deployment-specs';
import { GatewayDeploymentOptions } from './gateway-workload';
import { checkReplicas } from './replicas';

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
  const { namespace, serviceName: name } = gateway;
  const labels = { 'app.kubernetes.io/name': name, ...gateway.selector, ...extra.labels };
  const metadata = { namespace, name, labels, ...(extra.annotations && { annotations: { ...extra.annotations } }) };
  const write = (kind: string, apiVersion: string, spec?: () => object, check?: (spec: object) => void): ApiObject =>
    writeObject(scope, kind, { apiVersion, kind, metadata, spec, check });
  return [
    ...(options.createNamespace ? [ownNamespace(scope, namespace)] : []),
    write('ServiceAccount', 'v1'),
    write('Service', 'v1', () => serviceSpec(gateway)),
    write('Deployment', 'apps/v1', () => deploymentSpec(gateway, options)),
    write('PodDisruptionBudget', 'policy/v1', () => disruptionBudgetSpec(gateway)),
    write('HorizontalPodAutoscaler', 'autoscaling/v2', () => autoscalerSpec(gateway, options), checkReplicas),
  ];
}

function ownNamespace(scope: Construct, name: string): ApiObject {
  refuseCreating(name, 'createNamespace');
  return writeNamespace(scope, 'Namespace', name, { 'pod-security.kubernetes.io/enforce': 'restricted' });
}
