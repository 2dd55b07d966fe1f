import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { parseBoolean } from '../input/boolean';
import { assertEnum } from '../input/enum';
import { parseClusterDomain, parseTrustDomain } from '../input/cluster-domain';
import { EgressError } from '../input/egress-error';
import { isMarked, mark } from '../input/instance';
import { parseDnsLabel } from '../input/kubernetes-name';
import { parseSet } from '../input/list';
import { PropertyNames, readProperties } from '../input/properties';
import { parseExternalDomains } from '../mesh/external-domains';
import { DEFAULT_SETTINGS, MeshModel, MeshSettings } from '../mesh/mesh-model';
import { OutboundTrafficPolicyMode } from '../mesh/outbound-traffic-policy-mode';
import { assertConstruct } from './assert-construct';
import { withConstructPath } from './diagnostics';
import { startMesh } from './mesh';

/** Properties of an `EgressMesh`. */
export interface EgressMeshProps {
  /**
   * DNS domain of the cluster.
   * @default cluster.local
   */
  readonly clusterDomain?: string | undefined;
  /**
   * Trust domain of the mesh: `meshConfig.trustDomain`. The gateway accepts the sources of TLS and TCP routes by certificates of this
   * trust domain. A wrong value closes these routes: the handshake with the gateway fails.
   * @default cluster.local
   */
  readonly trustDomain?: string | undefined;
  /**
   * Further trust domains whose identities Istio treats as those of the mesh: `meshConfig.trustDomainAliases`.
   * @default - none
   */
  readonly trustDomainAliases?: string[] | undefined;
  /**
   * Istio's root namespace.
   * @default istio-system
   */
  readonly rootNamespace?: string | undefined;
  /**
   * The mesh-wide default for unknown hosts: `meshConfig.outboundTrafficPolicy.mode`.
   * @default OutboundTrafficPolicyMode.ALLOW_ANY
   */
  readonly outboundTrafficPolicy?: OutboundTrafficPolicyMode | undefined;
  /**
   * Domains of the organization whose hosts are outside the mesh, although their names look otherwise: domains below a reserved
   * top-level domain such as `corp.internal`, and domains with names that contain an address. Metadata services of clouds and
   * names of the cluster are rejected there too.
   * @default - none: hosts below `.internal`, `.local` and the other special-use domains are rejected
   * @see https://www.iana.org/assignments/special-use-domain-names/
   */
  readonly externalDomains?: string[] | undefined;
  /**
   * Whether every ServiceEntry has the annotation `argocd.argoproj.io/sync-wave`, one wave behind the objects of its routes and of
   * its gateway. Argo CD then applies ServiceEntries after all rules, and deletes ServiceEntries before the rules. The wave is 1,
   * or follows from the sync waves in `metadata` of the routes and the gateway. Flux can select ServiceEntries by the annotation.
   * @default false - ServiceEntries have no annotation: the order of the file is for `kubectl apply`
   * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/
   */
  readonly syncWaves?: boolean | undefined;
}

/**
 * A service mesh: the scope of the charts of one cluster. An app without an `EgressMesh` is one mesh with the settings of Istio's
 * default profile. An app with several meshes writes the manifests of several clusters.
 *
 * Routes, gateways and lockdowns of different meshes do not affect each other. Two meshes need an output type with a file or a
 * folder per chart, such as `YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE`.
 *
 * @example
 * const prod = new EgressMesh(new App(), 'prod', { outboundTrafficPolicy: OutboundTrafficPolicyMode.REGISTRY_ONLY });
 * new EgressGateway(new Chart(prod, 'platform'), 'gateway');
 *
 * @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/
 */
export class EgressMesh extends Construct {
  /** Returns whether a value is an `EgressMesh`. */
  public static isEgressMesh(value: unknown): value is EgressMesh {
    return isMarked(value, 'EgressMesh');
  }

  /**
   * Reads the settings of a mesh, for a mesh without a construct.
   * @internal
   */
  public static _readSettings(props: EgressMeshProps): MeshSettings {
    return readSettings(props);
  }

  /** DNS domain of the cluster. */
  public readonly clusterDomain: string;
  /** Trust domain of the mesh. */
  public readonly trustDomain: string;
  /** Further trust domains whose identities Istio treats as those of the mesh, sorted. */
  public readonly trustDomainAliases: string[];
  /** Istio's root namespace. */
  public readonly rootNamespace: string;
  /** The mesh-wide default for unknown hosts. */
  public readonly outboundTrafficPolicy: OutboundTrafficPolicyMode;
  /** Domains of the organization whose hosts are outside the mesh, sorted. */
  public readonly externalDomains: string[];
  /** Whether ServiceEntries have a sync wave of Argo CD. */
  public readonly syncWaves: boolean;

  /** @throws EgressError for an unknown or malformed property, and for a mesh inside another mesh */
  public constructor(scope: Construct, id: string, props: EgressMeshProps = {}) {
    super(scope, id);
    const settings = withConstructPath(this, () => {
      assertConstruct("new EgressMesh(app, 'prod')", scope);
      assertOutermost(scope);
      return readSettings(props);
    });
    mark(this, 'EgressMesh');
    this.clusterDomain = settings.clusterDomain;
    this.trustDomain = settings.trustDomain;
    this.trustDomainAliases = [...settings.trustDomainAliases];
    this.rootNamespace = settings.rootNamespace;
    this.outboundTrafficPolicy = settings.outboundTrafficPolicy;
    this.externalDomains = [...settings.externalDomains];
    this.syncWaves = settings.syncWaves;
    startMesh(this, new MeshModel(settings));
  }
}

const PROPERTIES: PropertyNames<EgressMeshProps> = {
  clusterDomain: true,
  trustDomain: true,
  trustDomainAliases: true,
  rootNamespace: true,
  outboundTrafficPolicy: true,
  externalDomains: true,
  syncWaves: true,
};

function readSettings(props: EgressMeshProps): MeshSettings {
  return readProperties('EgressMesh', props, PROPERTIES, (given) => {
    const {
      clusterDomain = DEFAULT_SETTINGS.clusterDomain,
      trustDomain = DEFAULT_SETTINGS.trustDomain,
      trustDomainAliases = [],
      rootNamespace = DEFAULT_SETTINGS.rootNamespace,
      outboundTrafficPolicy: mode = DEFAULT_SETTINGS.outboundTrafficPolicy,
      externalDomains = [],
      syncWaves = DEFAULT_SETTINGS.syncWaves,
    } = given;
    return {
      clusterDomain: () => parseClusterDomain(clusterDomain),
      trustDomain: () => parseTrustDomain(trustDomain),
      trustDomainAliases: () => parseSet(trustDomainAliases, TRUST_DOMAIN_ALIASES),
      rootNamespace: () => parseDnsLabel('rootNamespace', rootNamespace),
      outboundTrafficPolicy: () => {
        assertEnum('outboundTrafficPolicy', mode, 'OutboundTrafficPolicyMode', OutboundTrafficPolicyMode);
        return mode;
      },
      externalDomains: () => parseExternalDomains(externalDomains),
      syncWaves: () => parseBoolean('syncWaves', syncWaves),
    };
  });
}

const TRUST_DOMAIN_ALIASES = {
  what: 'trustDomainAliases',
  parse: parseTrustDomain,
  example: '["old.example"]',
  allowed: 'trust domains, each once',
  mayBeEmpty: true,
};

/** Rejects a mesh inside a chart or another mesh: two meshes must not write to one chart. */
function assertOutermost(scope: Construct): void {
  const outer = scope.node.scopes.find((each) => isMarked(each, 'EgressMesh') || Chart.isChart(each));
  if (outer === undefined) return;
  throw EgressError.of({
    code: 'EGR0802',
    problem: 'scope of an EgressMesh cannot be a chart or another EgressMesh',
    got: outer.node.path,
    allowed: 'the app, with the charts of the mesh below the mesh',
    fix: 'pass the app as the scope: new EgressMesh(app, ...)',
  });
}
