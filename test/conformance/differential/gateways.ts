/** The gateways of manifests: their Services, with the pods of their Deployments. */
import { INSTALLED } from '../../support/gateways';
import { Manifest } from '../../../lib/audit/manifest/manifest';
import { namespaceOf } from '../mutation/mutant';
import { NamedGateway } from './world';

interface ServiceSpec {
  readonly selector?: Readonly<Record<string, string>>;
  readonly ports?: readonly { readonly port: number; readonly targetPort?: number; readonly name?: string }[];
}

interface DeploymentSpec {
  readonly template: { readonly metadata: { readonly labels?: Readonly<Record<string, string>> } };
}

/** The gateway that `istioctl` installs, with the names of its ports. */
export const INSTALLED_NAMED: NamedGateway = {
  ...INSTALLED,
  ports: [
    { port: 80, targetPort: 8080, name: 'http2' },
    { port: 443, targetPort: 8443, name: 'https' },
  ],
};

/** Returns the Services whose pods are those of a Deployment of the manifests, or of the gateway that `istioctl` installs. */
export function gatewaysIn(manifests: readonly Manifest[]): NamedGateway[] {
  return manifests
    .filter(({ kind, apiVersion }) => kind === 'Service' && apiVersion === 'v1')
    .flatMap((service) => {
      const { selector = {}, ports = [] } = service.spec as ServiceSpec;
      const podLabels = podsOf(manifests, namespaceOf(service)).find((labels) =>
        Object.entries(selector).every(([label, value]) => labels[label] === value),
      );
      if (podLabels === undefined || Object.keys(selector).length === 0) return [];
      const name = service.metadata.name;
      const open = ports.map(({ port, targetPort = port, name: called = '' }) => ({ port, targetPort, name: called }));
      return [{ namespace: namespaceOf(service), name, podLabels, ports: open }];
    });
}

function podsOf(manifests: readonly Manifest[], namespace: string) {
  const deployed = manifests
    .filter((manifest) => manifest.kind === 'Deployment' && namespaceOf(manifest) === namespace)
    .map(({ spec }) => (spec as DeploymentSpec).template.metadata.labels ?? {});
  return namespace === INSTALLED.namespace ? [...deployed, INSTALLED.podLabels] : deployed;
}
