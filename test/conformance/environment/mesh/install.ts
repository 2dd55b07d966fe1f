/**
 * Istio, as `istioctl manifest generate` writes it from the library's own overlay for the installed gateway
 * (`EgressGateway.installOverlay()`) and the little that this machine needs on top.
 */
import { writeFileSync } from 'node:fs';
import { App, Chart } from 'cdk8s';
import { stringify } from 'yaml';
import { EgressGateway } from '../../../../lib';
import { RUN } from '../sandbox/enter';
import { run } from '../tools/command';
import { Tools } from '../tools/tools';

/** What the cluster has before Istio: the namespaces, and the cluster's DNS. */
export const BASE_NAMESPACES: readonly string[] = ['istio-system', 'kube-system'];

/** Upstream's Envoy has neither Istio's metadata exchange nor its statistics; see docs/conformance.md. */
function machineOverlay(): object {
  return {
    apiVersion: 'install.istio.io/v1alpha1',
    kind: 'IstioOperator',
    spec: {
      meshConfig: {
        defaultProviders: { metrics: [] },
      },
      components: { ingressGateways: [{ name: 'istio-ingressgateway', enabled: false }] },
      // The image that a release has: the one of the build is of tests. No image is ever fetched.
      hub: 'docker.io/istio',
      values: {
        // Without it the validation webhook sees only objects that are labelled with a revision.
        defaultRevision: 'default',
        pilot: { env: { PILOT_ENABLE_ALPN_FILTER: 'false', PILOT_ENABLE_METADATA_EXCHANGE: 'false' } },
      },
    },
  };
}

/** The overlay that the README tells users to install the gateway with. */
export function gatewayOverlay(): string {
  const chart = new Chart(new App(), 'overlay', { namespace: 'default' });
  return new EgressGateway(chart, 'gateway').installOverlay();
}

/** The manifests of Istio and its egress gateway. */
export async function istioManifests(tools: Tools): Promise<string> {
  const overlay = `${RUN}/gateway-overlay.yaml`;
  const machine = `${RUN}/machine-overlay.yaml`;
  writeFileSync(overlay, gatewayOverlay());
  writeFileSync(machine, stringify(machineOverlay()));
  return run(tools.istio('istioctl'), ['manifest', 'generate', '-f', overlay, '-f', machine], { cwd: RUN });
}
