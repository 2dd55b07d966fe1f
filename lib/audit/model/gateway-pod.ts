import { Container, PodTemplate } from './pod-templates';

/**
 * Returns whether a pod has the proxy of a gateway: the injection adds the proxy by the template of gateways, or the container states the
 * mode of the proxy. A Gateway configures no sidecar.
 *
 * @see https://istio.io/latest/docs/setup/additional-setup/gateway/
 */
export function isGatewayPod({ annotations, labels, spec }: PodTemplate): boolean {
  const templates = annotations[TEMPLATES] ?? labels[TEMPLATES] ?? '';
  const isInjected = templates.split(',').some((each) => each.trim() === 'gateway');
  const { containers } = spec;
  // A pod without an application is meant as a gateway.
  const isAlone = containers.every(isInjectedProxy);
  return (isInjected && containers.some(isInjectedProxy)) || isAlone || containers.some(isRouter);
}

const TEMPLATES = 'inject.istio.io/templates';

function isInjectedProxy({ name, image }: Container): boolean {
  return name === 'istio-proxy' && image === 'auto';
}

/** `args: [proxy, router]`, as in the manifests of Istio's own installation. */
function isRouter({ name, args = [] }: Container): boolean {
  return name === 'istio-proxy' && args[0] === 'proxy' && args[1] === 'router';
}
