import { ApiObject, Chart, Testing } from 'cdk8s';
import { Construct, IConstruct } from 'constructs';
import { inNamespace } from '../audit/manifest/in-namespace';
import { Manifest, nameOf } from '../audit/manifest/manifest';
import { GatewayService, MeshSettings } from '../audit/model/settings';
import type { EgressMesh } from '../construct/egress-mesh';
import type { IEgressGateway } from '../gateway/iegress-gateway';
import { EgressError } from '../input/egress-error';
import { isMarked } from '../input/instance';
import { ReadAuditOptions } from './audit-options';

/** The manifests that a matcher examines. */
export interface Subject {
  readonly manifests: readonly Manifest[];
  readonly settings: MeshSettings;
  /** The paths of the constructs that wrote the manifests, by kind and full name. Empty for a list of manifests. */
  readonly paths: ReadonlyMap<string, string>;
  /** The paths of the charts that the app has besides. */
  readonly otherCharts: readonly string[];
}

const ALLOWED = 'a Chart, an App, an EgressMesh, or the list of manifests that Testing.synth(chart) returns';

/**
 * Reads the value that is passed to `expect`. Of a construct, reads all charts at and below the construct, and the settings of their
 * `EgressMesh` and gateways.
 *
 * @param options settings that replace those of the constructs, and the namespace of objects without one
 * @throws EgressError for another value, for a value without manifests, and for charts of several meshes
 */
export function readSubject(received: unknown, { mesh, namespace }: ReadAuditOptions): Subject {
  const subject = Construct.isConstruct(received) ? ofConstruct(received, namespace) : ofManifests(received);
  if (subject.manifests.length === 0) throw refused('the value of expect must have a manifest', received);
  const gatewayServices = [...(mesh.gatewayServices ?? []), ...(subject.settings.gatewayServices ?? [])];
  const manifests = subject.manifests.map((each) => inNamespace(each, namespace));
  return { ...subject, manifests, settings: { ...subject.settings, ...mesh, gatewayServices } };
}

function ofManifests(received: unknown): Subject {
  if (!Array.isArray(received)) throw refused('the value of expect must be a construct or a list', received);
  const isManifest = (each: Partial<Manifest> | null): boolean =>
    typeof each?.apiVersion === 'string' && typeof each.kind === 'string' && typeof each.metadata?.name === 'string';
  const wrong = received.findIndex((each) => !isManifest(each as Partial<Manifest> | null));
  if (wrong !== -1) throw refused(`manifest ${wrong + 1} of the list must be a Kubernetes object`, received[wrong]);
  return { manifests: received as Manifest[], settings: {}, paths: new Map(), otherCharts: [] };
}

function ofConstruct(construct: Construct, namespace: string | undefined): Subject {
  const charts = construct.node.findAll().filter((each) => Chart.isChart(each));
  const scopes = new Set(charts.map(meshAbove));
  if (scopes.size > 1) throw refused('the charts of expect must be in one EgressMesh', construct.node.path);
  const [scope = construct.node.root] = scopes;
  const others = scope.node.findAll().filter((each) => Chart.isChart(each) && !charts.includes(each));
  return {
    manifests: charts.flatMap((chart) => Testing.synth(chart) as Manifest[]),
    settings: settingsOf(scope),
    paths: new Map(
      charts.flatMap(({ node }) =>
        node
          .findAll()
          .filter((each) => ApiObject.isApiObject(each))
          .map((each) => pathOf(each, namespace)),
      ),
    ),
    otherCharts: others.map(({ node }) => node.path),
  };
}

/** Returns the `EgressMesh` of a construct, else the app. */
function meshAbove({ node }: IConstruct): IConstruct {
  return node.scopes.filter((each) => isMarked(each, 'EgressMesh')).at(-1) ?? node.root;
}

function settingsOf(scope: IConstruct): MeshSettings {
  const gateways = scope.node.findAll().filter((each) => isMarked(each, 'EgressGateway'));
  const gatewayServices = gateways.map((each) => serviceOf(each as IEgressGateway));
  if (!isMarked(scope, 'EgressMesh')) return { gatewayServices };
  const { clusterDomain, trustDomain, rootNamespace, outboundTrafficPolicy } = scope as EgressMesh;
  return { clusterDomain, trustDomain, rootNamespace, outboundTrafficPolicy, gatewayServices };
}

function serviceOf({ namespace, serviceName: name, selector, ports }: IEgressGateway): GatewayService {
  const http = { port: ports.httpPort, targetPort: ports.httpTargetPort };
  const tls = { port: ports.tlsPort, targetPort: ports.tlsTargetPort };
  return { namespace, name, podLabels: selector, ports: [http, tls] };
}

function pathOf(object: ApiObject, namespace: string | undefined): [string, string] {
  const { apiVersion, kind, name, metadata, node } = object;
  const manifest = { apiVersion, kind, metadata: { name, namespace: metadata.namespace } };
  return [nameOf(inNamespace(manifest, namespace)), node.path];
}

function refused(problem: string, got: unknown): EgressError {
  return EgressError.of({ code: 'EGR0103', problem, got, allowed: ALLOWED, fix: 'write expect(chart)' });
}
