/** The shape of the options of a gateway that this library deploys. */
import { EgressError } from '../input/egress-error';
import { parseDnsSubdomain } from '../input/kubernetes-name';
import { parseSet } from '../input/list';
import { boolean, Reader, Shape, structOf, wholeNumber } from '../input/shape';
import { assignment, isPlainObject } from '../input/source-text';
import { GatewayDeploymentOptions } from './gateway-pods';
import { readPodAnnotations, readPodLabels } from './pod-metadata';
import { dnsLabel, OPTIONS, POD_SHAPE } from './pod-shapes';
import { readEnv } from './proxy-env';
import { readVolumes } from './volumes';

const PULL_SECRETS = {
  parse: parsePullSecret,
  example: "['registry']",
  allowed: 'names of Secrets, each once',
  mayBeEmpty: true,
};

/** A pod of Kubernetes has objects with a name in place of names. */
function parsePullSecret(value: unknown, what: string): string {
  if (!isPlainObject(value) || typeof value['name'] !== 'string') return parseDnsSubdomain(what, value as string);
  throw EgressError.of({
    code: 'EGR0110',
    problem: `${what} must be a DNS-1123 subdomain`,
    got: value,
    allowed: PULL_SECRETS.allowed,
    fix: `write ${assignment(what, JSON.stringify(value['name']))}`,
  });
}

const dnsSubdomain: Reader<string> = (what, value) => parseDnsSubdomain(what, value as string);

const DEPLOYMENT_SHAPE: Shape<GatewayDeploymentOptions> = {
  ...POD_SHAPE,
  revision: dnsLabel,
  podLabels: readPodLabels,
  podAnnotations: readPodAnnotations,
  env: readEnv,
  volumes: readVolumes,
  imagePullSecrets: (what, value) => [...parseSet(value as string[], { what, ...PULL_SECRETS })],
  priorityClassName: dnsSubdomain,
  targetCpuUtilization: wholeNumber(1),
  createNamespace: boolean(),
  readSecrets: boolean(),
};

/** The names of the options of a gateway that this library deploys. */
export const DEPLOYMENT_OPTIONS: readonly string[] = Object.keys(DEPLOYMENT_SHAPE);

/** The Service is for sidecars alone. Its addresses are not those that external hosts see. */
const SERVICE_HINTS = Object.fromEntries(
  ['serviceType', 'loadBalancerIP', 'externalIPs', 'externalTrafficPolicy'].map((name) => [
    name,
    (): string => `remove ${name}: external hosts see the address of the pods or the nodes, not of the Service`,
  ]),
);

/** Reads the options of a gateway that this library deploys. */
export const readDeploymentOptions = structOf<GatewayDeploymentOptions>('{ minReplicas: 2 }', DEPLOYMENT_SHAPE, {
  ...OPTIONS,
  hints: {
    ...OPTIONS.hints,
    labels: 'podLabels',
    annotations: 'podAnnotations',
    priorityClass: 'priorityClassName',
    ...SERVICE_HINTS,
  },
});
