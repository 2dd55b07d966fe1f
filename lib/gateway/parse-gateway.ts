import { GATEWAY_NAME } from '../input/label-names';
import { IConstruct } from 'constructs';
import { assertInChart } from '../construct/in-chart';
import { meshOf } from '../construct/mesh';
import { parseMetadata } from '../construct/parse-metadata';
import { assertBoolean } from '../input/boolean';
import { readAll } from '../input/collect';
import { EgressError } from '../input/egress-error';
import { assertEnum } from '../input/enum';
import { assertInstance, assertInstances } from '../input/instance';
import { Labels, parseSelector } from '../input/labels';
import { parseDnsLabel, parseServiceName } from '../input/kubernetes-name';
import { assertKnownProperties, METADATA_HINTS, PropertyHints, PropertyNames } from '../input/properties';
import { sourceOf } from '../input/source-text';
import { ClientTls } from '../mesh/client-tls';
import { CIDRS_SUFFIX, GatewayModel } from '../mesh/gateway';
import { SecretKey } from '../mesh/http-credential-model';
import { DEPLOYMENT_OPTIONS } from '../pods/deployment-shape';
import { assertOutsideProxy, assertUpstreamProxy } from './assert-upstream-proxy';
import { EgressGatewayAttributes } from './egress-gateway-attributes';
import { EgressGatewayProps } from './egress-gateway-props';
import { GatewayPorts } from './gateway-ports';
import { GatewayWorkload } from './gateway-workload';
import { HttpCredential } from './http-credential';
import { assertMutualTls } from './mutual-tls';
import { UpstreamProxy } from './upstream-proxy';

const ATTRIBUTES: PropertyNames<EgressGatewayAttributes> = {
  namespace: true,
  selector: true,
  serviceName: true,
  ports: true,
  clientTls: true,
  defaultDeny: true,
  egressProxy: true,
  credentials: true,
  upstreamProxy: true,
  metadata: true,
};

const PROPS: PropertyNames<EgressGatewayProps> = { ...ATTRIBUTES, workload: true };

const HINTS: PropertyHints = {
  name: 'serviceName',
  ...Object.fromEntries(['clusterDomain', 'rootNamespace', 'trustDomain'].map((name) => [name, ofMesh(name)])),
  labels: (value) => `write selector: ${sourceOf(value) ?? '{ istio: "egressgateway" }'} for the labels of the pods`,
  annotations: METADATA_HINTS['annotations'] ?? 'metadata',
};

const PROPS_HINTS: PropertyHints = { ...HINTS, ...hintsOfPodOptions(podOption) };

const ATTRIBUTES_HINTS: PropertyHints = {
  ...HINTS,
  ...hintsOfPodOptions((name) => `remove ${name}: the owner of the gateway deploys the pods`),
};

function hintsOfPodOptions(hintOf: (name: string) => PropertyHints[string]): PropertyHints {
  return Object.fromEntries(DEPLOYMENT_OPTIONS.map((name) => [name, hintOf(name)]));
}

/** Returns the hint for an option of the pods of a gateway that this app creates. */
function podOption(name: string): (value: unknown) => string {
  return (value) => {
    const source = sourceOf(value);
    return source === undefined
      ? `move ${name} into workload: GatewayWorkload.deployment({ ${name} })`
      : `write workload: GatewayWorkload.deployment({ ${name}: ${source} })`;
  };
}

/** The checked properties of a gateway. */
export interface ParsedGateway {
  readonly model: GatewayModel;
  readonly ports: GatewayPorts;
  readonly workload: GatewayWorkload;
  /** The values of Secrets that the pods mount. */
  readonly secretKeys: readonly SecretKey[];
}

/**
 * Reads the properties of an `EgressGateway`.
 *
 * @throws EgressError that names every malformed property
 */
export function parseGatewayProps(gateway: IConstruct, props: EgressGatewayProps): ParsedGateway {
  return parse(gateway, 'EgressGateway', props, PROPS, PROPS_HINTS);
}

/**
 * Reads the attributes of an imported gateway.
 *
 * @throws EgressError that names every malformed attribute
 */
export function parseGatewayAttributes(gateway: IConstruct, attrs: EgressGatewayAttributes): ParsedGateway {
  return parse(gateway, 'EgressGateway.fromEgressGatewayAttributes', attrs, ATTRIBUTES, ATTRIBUTES_HINTS);
}

function parse<P extends EgressGatewayProps>(
  gateway: IConstruct,
  what: string,
  props: P,
  names: PropertyNames<P>,
  hints: PropertyHints,
): ParsedGateway {
  const { clusterDomain, trustDomain, trustDomainAliases, rootNamespace, syncWaves } = meshOf(gateway).model.settings;
  const trustDomains = [trustDomain, ...trustDomainAliases];
  const given: EgressGatewayProps = props ?? {};
  const { namespace = 'istio-system', serviceName = 'istio-egressgateway' } = given;
  const { selector: labels = { istio: 'egressgateway' } } = given;
  const { clientTls = ClientTls.ISTIO_MUTUAL, defaultDeny = false, egressProxy = false } = given;
  const { upstreamProxy: proxy = UpstreamProxy.none() } = given;
  const { ports = GatewayPorts.ISTIOCTL, workload = GatewayWorkload.external(), credentials = [] } = given;
  const { selector, secretKeys, metadata } = readAll({
    known: () => assertKnownProperties(what, props, names, hints),
    chart: () => assertInChart(gateway),
    workload: () => assertInstance('workload', workload, 'GatewayWorkload', 'GatewayWorkload.deployment()'),
    namespace: () => parseDnsLabel('namespace', namespace),
    serviceName: () => parseGatewayServiceName(serviceName, ports),
    selector: () => assertNoGatewayApi(parseSelector('selector', labels)),
    ports: () => assertInstance('ports', ports, 'GatewayPorts', 'GatewayPorts.HELM_CHART'),
    clientTls: () => assertEnum('clientTls', clientTls, 'ClientTls', ClientTls),
    defaultDeny: () => assertCallerOption('defaultDeny', defaultDeny, clientTls),
    egressProxy: () => assertCallerOption('egressProxy', egressProxy, clientTls),
    secretKeys: () => parseCredentials(credentials, clientTls),
    upstreamProxy: () => assertUpstreamProxy(proxy),
    metadata: () => parseMetadata(given.metadata),
  });
  const httpPort = { port: ports.httpPort, targetPort: ports.httpTargetPort };
  const tlsPort = { port: ports.tlsPort, targetPort: ports.tlsTargetPort };
  const meshSettings = { clusterDomain, trustDomains, rootNamespace, syncWaves };
  const settings = { ...meshSettings, clientTls, defaultDeny, egressProxy, upstreamProxy: proxy._proxy };
  const pods = { selector, ...labelsOf(workload), httpPort, tlsPort, cidrsPort: cidrsPortOf(ports) };
  const model = { namespace, serviceName, metadata, ...pods, ...settings };
  assertOutsideProxy(proxy, model, meshOf(gateway).model.settings.externalDomains);
  return { model, ports, workload, secretKeys };
}

/**
 * Rejects the label of a Gateway of the Gateway API: if istiod has `ENABLE_SELECTOR_BASED_K8S_GATEWAY_POLICY=false`, no
 * AuthorizationPolicy with a selector applies to pods with the label (`ShouldAttachPolicy` in istio.io/istio
 * `pilot/pkg/model/policyattachment.go`).
 */
function assertNoGatewayApi(selector: Labels): Labels {
  if (!Object.hasOwn(selector, GATEWAY_NAME)) return selector;
  throw EgressError.of({
    code: 'EGR0315',
    problem: `selector cannot have the label ${GATEWAY_NAME}`,
    got: selector,
    allowed: 'labels of pods that no Gateway of the Gateway API deploys: istiod can ignore the policies of such pods',
    fix: 'write selector: { istio: "egressgateway" } with other labels of the pods',
  });
}

function cidrsPortOf({ cidrsPort: port, cidrsTargetPort: targetPort }: GatewayPorts): GatewayModel['cidrsPort'] {
  return port === undefined || targetPort === undefined ? undefined : { port, targetPort };
}

/** Returns the labels of pods that this library deploys, in addition to those of the selector. */
function labelsOf({ _options: { podLabels } }: GatewayWorkload): Pick<GatewayModel, 'podLabels'> {
  return podLabels === undefined ? {} : { podLabels };
}

function parseCredentials(values: readonly HttpCredential[], clientTls: ClientTls): readonly SecretKey[] {
  assertInstances('credentials', values, 'HttpCredential', 'HttpCredential.fromSecret({ secretName: "api-token" })');
  if (values.length > 0) assertMutualTls('credentials', clientTls);
  return values.map(({ _credential }) => _credential);
}

/** Reads the name of the gateway's Service, from which the name of the Service with the port for ranges is made. */
function parseGatewayServiceName(serviceName: string, { cidrsPort }: GatewayPorts): string {
  parseServiceName('serviceName', serviceName);
  const maxLength = 63 - CIDRS_SUFFIX.length;
  if (cidrsPort === undefined || serviceName.length <= maxLength) return serviceName;
  throw EgressError.of({
    code: 'EGR0110',
    problem: `serviceName of a gateway with a port for ranges must have at most ${maxLength} characters`,
    got: serviceName,
    allowed: `a name that is a DNS-1035 label with ${CIDRS_SUFFIX} at the end`,
    fix: `write serviceName: "${serviceName.slice(0, maxLength).replace(/-+$/, '')}"`,
  });
}

/** Rejects an option that authenticates callers, on a gateway that cannot. */
function assertCallerOption(option: string, value: boolean, clientTls: ClientTls): void {
  assertBoolean(option, value);
  if (value) assertMutualTls(option, clientTls);
}

/** Returns the hint for a property of the mesh. */
function ofMesh(name: string): PropertyHints[string] {
  return (value) => `write new EgressMesh(app, 'mesh', { ${name}: ${sourceOf(value) ?? '...'} }), above the charts`;
}
