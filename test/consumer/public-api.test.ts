/** The public API of the packed library: its names, which are a contract, and its shape. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readApi } from './api-shape';
import { freshApp, installedIn, pack, remove, temporaryFolder } from './pack';

jest.setTimeout(120_000);

const NAMES = [
  'AccessLog',
  'AdmissionEnforcement',
  'Affinity',
  'AllowListProtocol',
  'ClientTls',
  'ClusterDns',
  'ClusterDnsOptions',
  'ClusterLockdownPolicy',
  'ClusterLockdownPolicyProps',
  'ControlPlane',
  'DirectHost',
  'DirectHostProps',
  'DirectProtocol',
  'EgressAdmissionPolicy',
  'EgressAdmissionPolicyProps',
  'EgressAllowList',
  'EgressAllowListFileProps',
  'EgressAllowListProps',
  'EgressAllowListRow',
  'EgressAllowListRowsProps',
  'EgressApiServerOptions',
  'EgressChecks',
  'EgressCidrOptions',
  'EgressFinding',
  'EgressGateway',
  'EgressGatewayAttributes',
  'EgressGatewayBase',
  'EgressGatewayProps',
  'EgressLockdownPolicy',
  'EgressLockdownPolicyProps',
  'EgressMesh',
  'EgressMeshProps',
  'EgressMetadata',
  'EgressPeer',
  'EgressPeerOptions',
  'EgressPodsOptions',
  'EgressPort',
  'EgressSidecar',
  'EgressSidecarProps',
  'EgressSource',
  'EgressSummary',
  'EgressSummaryRow',
  'EgressTelemetry',
  'EgressTelemetryProps',
  'ExportTo',
  'ExternalCidrRoute',
  'ExternalCidrRouteProps',
  'ExternalControlPlaneOptions',
  'ExternalHttpRoute',
  'ExternalHttpRouteProps',
  'ExternalRoute',
  'ExternalRouteProps',
  'ExternalTcpRoute',
  'ExternalTcpRouteProps',
  'ExternalTlsRoute',
  'ExternalTlsRouteProps',
  'FindingLevel',
  'GatewayDeploymentOptions',
  'GatewayLockdownPolicy',
  'GatewayLockdownPolicyProps',
  'GatewayPodOptions',
  'GatewayPort',
  'GatewayPorts',
  'GatewayPortsOptions',
  'GatewayVolume',
  'GatewayWorkload',
  'HostResolution',
  'HttpCredential',
  'HttpOperation',
  'HttpProtocol',
  'HttpRetry',
  'HttpUpstreamOptions',
  'IEgressGateway',
  'IExternalRoute',
  'IstioInjection',
  'IstioInjectionOptions',
  'IstiodOptions',
  'LabelSelector',
  'LabelSelectorOperator',
  'LabelSelectorRequirement',
  'LoadBalancer',
  'LocalityFailover',
  'LockdownMode',
  'MutualTlsOriginationOptions',
  'NodeAffinity',
  'NodeInclusionPolicy',
  'NodeLocalDnsOptions',
  'NodeSelector',
  'NodeSelectorOperator',
  'NodeSelectorRequirement',
  'NodeSelectorTerm',
  'OutboundTrafficPolicy',
  'OutboundTrafficPolicyMode',
  'OutlierDetection',
  'PodAffinity',
  'PodAffinityTerm',
  'PodSecurity',
  'PreferredSchedulingTerm',
  'ResourceRequirements',
  'RoutePart',
  'SecretCredentialOptions',
  'SimpleTlsOriginationOptions',
  'Subject',
  'TcpKeepalive',
  'TlsOrigination',
  'TlsOriginationOptions',
  'TlsVersion',
  'Toleration',
  'TolerationEffect',
  'TolerationOperator',
  'TopologySpreadConstraint',
  'UpstreamEndpoint',
  'UpstreamOptions',
  'UpstreamProxy',
  'VerifiedTlsOriginationOptions',
  'WeightedPodAffinityTerm',
  'WhenUnsatisfiable',
  'WildcardTarget',
];

/** One declaration for each problem. */
const BROKEN = `
export {};
interface Hidden { readonly a: string }
/** d */ export type Alias = 'a' | 'b';
/** d */ export declare function loose(): void;
export interface Undocumented {
  /** d */ readonly a: string }
/** d */ export interface Generic<T> {
  /** d */ readonly a: T }
/** d */ export interface Behaves {
  /** d */ run(): void }
/** d */ export interface Props extends Hidden {
  readonly undocumented: string;
  /** d */ writable: string;
  /** d */ readonly noDefault?: string | undefined;
  /** d
   * @default - none */ readonly noUndefined?: string;
  /** d */ readonly union: string | number;
  /** d */ readonly hiddenUnion: Alias;
  /** d */ readonly hidden: Hidden;
  /** d */ readonly record: Record<string, string>;
  /** d */ readonly mapped: { readonly [key in 'a']: string };
  /** d */ readonly anonymous: { readonly a: string };
  /** d */ readonly callback: () => void;
  /** d */ readonly pair: [string, string];
  /** d */ readonly anything: any;
  /** d */ readonly missing: Missing;
}
/** d */ export declare class Thing {
  /** d */ static readonly lowerCase: Thing;
  /** d */ get a(): string;
  /** d */ set a(value: string);
  /** d */ twice(a: string): void;
  /** d */ twice(a: number): void;
  /** d */ many(values: (string | number)[]): void;
  /** d */ frozen(values: readonly string[]): void;
  /** d */ generic<T>(a: T): string;
}
/** d */ export interface IRight {
  /** d
   * @default - none */
  readonly a?: string | undefined;
  /** d */ readonly map: { readonly [key: string]: string[] };
  /** d */ run(thing?: Thing): Thing[];
}
/** d */ export declare class Right implements IRight {
  /** d */ static readonly UPPER_SNAKE_2: Right;
  /** d */ static isRight(value: unknown): value is Right;
  readonly a?: string | undefined; readonly map: { readonly [key: string]: string[] };
  run(thing?: Thing): Thing[];
  private constructor(); private readonly hidden;
}
`;

/** The names of the entry points beside `.`, and what only test runners and cdk8s-cli need, which no jsii declaration can have. */
const BESIDE = {
  testing: {
    names: [
      'AuditOptions',
      'DirectEgressOptions',
      'EgressMatchers',
      'EgressRequest',
      'GatewayServiceOptions',
      'GatewayServicePortOptions',
      'MatcherContext',
      'MatcherResult',
      'MeshOptions',
      'RequestProtocol',
      'RoutedRequest',
      'egressMatchers',
      'waysOf',
    ],
    problems: [
      'egressMatchers is neither class, interface nor enum',
      'MatcherResult.message has a type that jsii lacks: () => string',
      'EgressMatchers is generic',
      'EgressMatchers has methods, and is not named IEgressMatchers',
      'EgressMatchers.toRouteThroughGateway is generic',
      'EgressMatchers.toDeny is generic',
      'EgressMatchers.toBlockDirectEgress is generic',
      'EgressMatchers.toHaveNoFindings is generic',
      'waysOf is neither class, interface nor enum',
    ],
  },
  validation: {
    names: [
      'EgressValidation',
      'EgressValidationProperties',
      'ValidationContext',
      'ValidationReport',
      'ValidationViolatingResource',
      'ValidationViolation',
    ],
    problems: [
      'EgressValidation.validate uses the generic type Promise',
      'EgressValidationProperties.minLevel is a union',
      'EgressValidationProperties.failOn is a union',
      'ValidationReport has methods, and is not named IValidationReport',
      'ValidationReport.submit(status) is a union',
    ],
  },
};

const folder = temporaryFolder();
const installed = installedIn(freshApp(folder, pack(folder)));
const entry = join(installed, 'lib/index.d.ts');
afterAll(() => remove(folder));

test('every exported name and member has a doc comment and a shape that every language has', () => {
  expect(readApi(entry)).toEqual({ names: NAMES, problems: [] });
});

test.each(Object.entries(BESIDE))(
  'the entry point ./%s has the same shape, with the exceptions of its caller',
  (name, api) => {
    expect(readApi(join(installed, `lib/${name}/index.d.ts`), [entry])).toEqual(api);
  },
);

test('the reader of shapes finds every problem of a declaration, and nothing else', () => {
  const broken = join(folder, 'cdk8s-istio-egress', 'broken.d.ts');
  mkdirSync(join(folder, 'cdk8s-istio-egress'));
  writeFileSync(broken, BROKEN);
  expect(readApi(broken).problems).toEqual([
    'loose is neither class, interface nor enum',
    'Alias is neither class, interface nor enum',
    'Undocumented has no doc comment',
    'Generic is generic',
    'Generic.a is generic',
    'Behaves has methods, and is not named IBehaves',
    'Props extends Hidden, which is not exported',
    'Props.undocumented has no doc comment',
    'Props.writable is not readonly',
    'Props.noDefault is optional and has no @default',
    'Props.noUndefined is optional and does not accept undefined',
    'Props.union is a union',
    'Props.hiddenUnion uses the type alias Alias',
    'Props.hidden uses Hidden, which is not exported',
    'Props.record uses the generic type Record',
    "Props.mapped has a type that jsii lacks: { readonly [key in 'a']: string }",
    'Props.anonymous has a type without a name',
    'Props.callback has a type that jsii lacks: () => void',
    'Props.pair has a type that jsii lacks: [string, string]',
    'Props.anything has a type that jsii lacks: any',
    'Props.missing uses Missing, which does not resolve',
    'Thing.lowerCase is a constant that is not UPPER_SNAKE',
    'Thing.a is overloaded',
    'Thing.a can be set',
    'Thing.twice is overloaded',
    'Thing.many(values) is a union',
    'Thing.frozen(values) is a read-only list',
    'Thing.generic is generic',
    'Thing.generic(a) is generic',
  ]);
});
