import { Construct } from 'constructs';
import { EgressChecks } from '../construct/egress-checks';
import { explain } from '../construct/explained';
import { EgressMesh, EgressMeshProps } from '../construct/egress-mesh';
import { hasMesh, meshOf, startMesh } from '../construct/mesh';
import { EgressGateway } from '../gateway/egress-gateway';
import { EgressGatewayProps } from '../gateway/egress-gateway-props';
import { IEgressGateway } from '../gateway/iegress-gateway';
import { GatewayPorts } from '../gateway/gateway-ports';
import { EgressError } from '../input/egress-error';
import { EgressFinding, FindingLevel } from '../input/finding';
import { assertNonEmptyList } from '../input/list';
import { assertKnownProperties, PropertyHints, PropertyNames, REQUIRED } from '../input/properties';
import { isPlainObject } from '../input/source-text';
import { MeshModel } from '../mesh/mesh-model';
import { EgressLockdownPolicy } from '../lockdown/egress-lockdown-policy';
import { EgressLockdownPolicyProps } from '../lockdown/egress-lockdown-policy-props';
import { ExternalCidrRoute } from '../route/external-cidr-route';
import { ExternalHttpRoute } from '../route/external-http-route';
import { ExternalRoute } from '../route/external-route';
import { ExternalTcpRoute } from '../route/external-tcp-route';
import { ExternalTlsRoute } from '../route/external-tls-route';
import { attempt, decode } from './decode';
import { FILE_FORMS } from './file-forms';
import { Origin, Part } from './origin';
import { inOrderOfFile, Parts } from './parts';
import { readRow } from './read-row';
import { RowNames } from './row-names';

/** The source of a list. */
export interface ListSource {
  /** The data: `rows`, and in a file the gateway and the lockdown. */
  readonly data: unknown;
  readonly origin: Origin;
  /**
   * The gateway of the app.
   * @default - the gateway of the data
   */
  readonly gateway?: IEgressGateway | undefined;
  readonly today: string;
}

/** The constructs of a list. */
export interface WrittenList {
  readonly gateway: IEgressGateway;
  /** The routes by the names of their rows, in the order of the rows. */
  readonly routes: ReadonlyMap<string, ExternalRoute>;
  readonly lockdown?: EgressLockdownPolicy | undefined;
}

type Data = Readonly<Record<string, unknown>>;

/** Ids that no row can have, since names of rows are DNS-1123 labels. */
const [GATEWAY, SUBSTITUTE] = ['Gateway', 'SubstituteGateway'] as const;

/** The lockdown of a list is beside the list: its id and its path are those of the list with this suffix. */
const LOCKDOWN = '-lockdown';

const ROWS = 'rows';

const PROPERTIES: PropertyNames<Data> = {
  gateway: true,
  existingGateway: true,
  rows: true,
  lockdown: true,
  acknowledge: true,
  mesh: true,
};

const LOCKDOWN_NAMES: PropertyNames<Data> = Object.fromEntries(
  Object.keys(FILE_FORMS.lockdown.properties).map((name) => [name, true as const]),
);

/** The constructs that files do not have, by likely names. */
const OF_PROGRAMS = {
  direct: 'a DirectHost',
  sidecar: 'an EgressSidecar',
  gatewayLockdown: 'a GatewayLockdownPolicy',
  clusterLockdown: 'a ClusterLockdownPolicy',
  admission: 'an EgressAdmissionPolicy',
  telemetry: 'an EgressTelemetry',
};

const HINTS: PropertyHints = {
  ...Object.fromEntries(
    Object.entries(OF_PROGRAMS).map(([name, construct]) => [
      name,
      `write ${construct} in a program that reads the file with EgressAllowList.fromFile`,
    ]),
  ),
  rows: REQUIRED,
  routes: 'rows',
  hosts: 'rows',
  allow: 'rows',
  allowList: 'rows',
  importedGateway: 'existingGateway',
};

/**
 * Writes the constructs of a list.
 *
 * @throws EgressError for every mistake of the list, conflicts between its rows included
 */
export function writeList(list: Construct, source: ListSource): WrittenList {
  const parts = new Parts(source.origin);
  const whole: Part = { name: '', place: [], data: source.data };
  parts.read(whole, () => assertKnownProperties('file', source.data as Data, PROPERTIES, HINTS));
  const { data } = source;
  if (!isPlainObject(data)) throw EgressError.ofFindings(parts.findings);
  if (data['mesh'] !== undefined) startMeshOfFile(list, data['mesh'], parts);
  parts.read(whole, () => assertOneGateway(data, source.gateway));
  const writer: Writer = { list, source, parts, gateway: source.gateway ?? writeGateway(list, data, source, parts) };
  const rows = parts.read(whole, () => rowsOf(data)) ?? [];
  const routes = writeRows(writer, rows);
  const lockdown = data['lockdown'] === undefined ? undefined : writeLockdown(writer, data['lockdown']);
  acknowledgeWarnings(lockdown === undefined ? [list] : [list, lockdown], data['acknowledge'], parts);
  if (parts.findings.length === 0) return { gateway: writer.gateway, routes, lockdown };
  throw EgressError.ofFindings(inOrderOfFile([...parts.findings, ...conflictsIn(list)]));
}

interface Writer {
  readonly list: Construct;
  readonly source: ListSource;
  readonly parts: Parts;
  readonly gateway: IEgressGateway;
}

/** Gives the mesh of the app the settings of a file. */
function startMeshOfFile(list: Construct, data: unknown, parts: Parts): void {
  parts.read({ name: 'mesh', place: ['mesh'], data }, (report) => {
    const settings = EgressMesh._readSettings(decode(FILE_FORMS.mesh, '', data, report) as EgressMeshProps);
    if (!hasMesh(list)) return startMesh(list.node.root, new MeshModel(settings));
    throw EgressError.of({
      code: 'EGR0121',
      problem: 'mesh of a file cannot be used in an app with a mesh of its own',
      got: data,
      allowed: 'mesh in the first file of an app, or the settings of the app',
      fix: 'remove mesh from the file',
    });
  });
}

/** Rejects a list with several gateways, and with none. */
function assertOneGateway(data: Data, gateway: IEgressGateway | undefined): void {
  const ofFile = ['gateway', 'existingGateway'].filter((name) => data[name] !== undefined);
  const stated = [...(gateway === undefined ? [] : ['the gateway of the app']), ...ofFile];
  if (stated.length === 1) return;
  throw EgressError.of({
    code: stated.length === 0 ? 'EGR0103' : 'EGR0121',
    problem: stated.length === 0 ? 'a list must have a gateway' : `${stated.join(' and ')} exclude each other`,
    got: stated,
    allowed:
      'gateway, or existingGateway for a gateway that another app owns, or the gateway of an app that reads the file',
    fix: stated.length === 0 ? 'write gateway: { namespace: "istio-system" }' : `remove ${ofFile.at(-1)}`,
  });
}

/** Writes the gateway of a file. If the gateway has a mistake, returns another gateway, so that the rows are checked too. */
function writeGateway(list: Construct, data: Data, { origin }: ListSource, parts: Parts): IEgressGateway {
  const name = data['existingGateway'] === undefined ? 'gateway' : 'existingGateway';
  const part: Part = { name, place: [name], data: data[name] };
  const written = parts.read(part, (report) => {
    if (data[name] === undefined) return undefined;
    const props = decode(FILE_FORMS[name], '', data[name], report) as EgressGatewayProps;
    const gateway =
      name === 'gateway'
        ? new EgressGateway(list, GATEWAY, props)
        : EgressGateway.fromEgressGatewayAttributes(list, GATEWAY, props);
    explain(gateway, origin(part));
    return gateway;
  });
  return written ?? new EgressGateway(list, SUBSTITUTE, { ports: GatewayPorts.of({ cidrs: { port: 15022 } }) });
}

function rowsOf({ rows }: Data): readonly unknown[] {
  const example = '[{ name: "github", hosts: ["github.com"], protocol: AllowListProtocol.TLS }]';
  assertNonEmptyList('rows', rows, example, 'a list of one row or more');
  // A sparse list has undefined in its holes.
  return Array.from(rows as readonly unknown[]);
}

function writeRows(
  { list, source, parts, gateway }: Writer,
  rows: readonly unknown[],
): ReadonlyMap<string, ExternalRoute> {
  const routes = new Map<string, ExternalRoute>();
  const names = new RowNames();
  rows.forEach((data, index) => {
    const { name } = isPlainObject(data) ? data : {};
    const part: Part = {
      name: `row ${typeof name === 'string' && name !== '' ? name : index + 1}`,
      place: [ROWS, index],
      data,
    };
    parts.read(part, (report) => {
      const { kind, props } = readRow(data, source.today, report);
      const id = names.take(name, report) ?? `row ${index + 1}`;
      const route = new ROUTES[kind](list, id, { ...props, gateway } as never);
      explain(route, source.origin(part));
      routes.set(id, route);
    });
  });
  return routes;
}

const ROUTES = { tls: ExternalTlsRoute, tcp: ExternalTcpRoute, cidr: ExternalCidrRoute, http: ExternalHttpRoute };

function writeLockdown({ list, source, parts, gateway }: Writer, data: unknown): EgressLockdownPolicy | undefined {
  const part: Part = { name: 'lockdown', place: ['lockdown'], data };
  return parts.read(part, (report) => {
    attempt(report, '', () => assertKnownProperties('lockdown', data as Data, LOCKDOWN_NAMES));
    const known = Object.entries(data ?? {}).filter(([name]) => Object.hasOwn(LOCKDOWN_NAMES, name));
    const props = decode(FILE_FORMS.lockdown, '', Object.fromEntries(known), report) as EgressLockdownPolicyProps;
    // The objects of hosts are in the chart: beside the list, the NetworkPolicies come after them.
    const lockdown = new EgressLockdownPolicy(list.node.scope as Construct, list.node.id + LOCKDOWN, {
      ...props,
      gateway,
    });
    explain(lockdown, source.origin(part));
    return lockdown;
  });
}

/** Silences the warnings that a file names. */
function acknowledgeWarnings(constructs: readonly Construct[], data: unknown, parts: Parts): void {
  if (data === undefined) return;
  parts.read({ name: 'acknowledge', place: ['acknowledge'], data }, () => {
    if (!isPlainObject(data)) {
      throw EgressError.of({
        code: 'EGR0102',
        problem: 'acknowledge must be an object',
        got: data,
        allowed: 'reasons by the codes of warnings',
        fix: 'write acknowledge: { EGR2008: "the test server has a self-signed certificate" } with your code and reason',
      });
    }
    for (const [code, reason] of Object.entries(data)) {
      for (const construct of constructs) EgressChecks.of(construct).acknowledge(code, reason as string);
    }
  });
}

/** Returns the errors that concern several parts. Without mistakes in the parts, synthesis reports them. */
function conflictsIn(list: Construct): readonly EgressFinding[] {
  const { children, path } = list.node;
  const parts = children.filter(({ node }) => node.id !== SUBSTITUTE).map(({ node }) => node.path);
  const paths = new Set([...parts, path + LOCKDOWN]);
  const findings = meshOf(list).checks.findings();
  return findings.filter(({ level, constructPath }) => level === FindingLevel.ERROR && paths.has(constructPath));
}
