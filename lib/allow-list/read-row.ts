import { readEach } from '../input/collect';
import { EgressError } from '../input/egress-error';
import { assertEnum } from '../input/enum';
import { assertKnownProperties, PropertyHints, PropertyNames } from '../input/properties';
import { isPlainObject, sourceOf } from '../input/source-text';
import { assertText } from '../input/text';
import { HTTP_PROPERTY_HINTS, PROPERTY_HINTS } from '../route/property-hints';
import { AllowListProtocol } from './allow-list-protocol';
import { assertNotExpired } from './dates';
import { attempt, decodeProperties, Report } from './decode';
import { struct } from './form';
import { KIND_FORMS, kindOf, ROUTE_NAMES, ROW_FORMS, RowKind } from './row-forms';
import { UNREAD } from './unread';

/** A row as its route receives it. */
export interface ReadRow {
  readonly kind: RowKind;
  /** The properties of the route, without the gateway. */
  readonly props: Readonly<Record<string, unknown>>;
}

type Data = Readonly<Record<string, unknown>>;

/** The properties of rows that routes do not have. */
const OF_ROWS: readonly string[] = ['name', 'protocol', 'owner', 'ticket', 'expires'];

/** The properties of every kind of route. */
const OF_ALL_KINDS: readonly string[] = ['hosts', 'from', 'exportTo', 'upstreamProxy', 'metadata'];

const HINTS_OF_ROWS: PropertyHints = {
  allowFrom: 'from',
  sources: 'from',
  allowedOperations: 'operations',
  methods: (value) => `write operations: [{ methods: ${sourceOf(value) ?? '["GET"]'} }], for HTTP`,
  paths: (value) => `write operations: [{ paths: ${sourceOf(value) ?? '["/v1/*"]'} }], for HTTP`,
  allow: 'write from for sources, or operations for methods and paths of HTTP',
  ports: 'write port, and a row for each port',
  host: 'hosts',
  id: 'name',
  namespace: (value) => `write from: [{ namespace: ${sourceOf(value) ?? '"payments"'} }] for a source`,
  serviceAccount: 'write from: [{ serviceAccount: { namespace: "reports", name: "nightly" } }]',
  gateway: 'remove gateway: all rows of a list have one gateway',
  headers: 'write keepHeaders to keep trace headers, or credential for a header from a Secret',
  expiry: 'expires',
};

type OfKind<T> = Readonly<Record<RowKind, T>>;

const NAMES = ofEachKind<PropertyNames<Data>>((kind) =>
  Object.fromEntries(Object.keys(KIND_FORMS[kind].properties).map((name) => [name, true as const])),
);

const HINTS = ofEachKind<PropertyHints>((kind) => ({
  ...PROPERTY_HINTS,
  ...(kind === 'http' && HTTP_PROPERTY_HINTS),
  ...HINTS_OF_ROWS,
}));

function ofEachKind<T>(make: (kind: RowKind) => T): OfKind<T> {
  return { tls: make('tls'), tcp: make('tcp'), cidr: make('cidr'), http: make('http') };
}

const ROW = struct(ROW_FORMS);
const ALL_NAMES = Object.keys(ROW_FORMS).filter((name) => !OF_ROWS.includes(name));

/**
 * Reads a row: all that its route does not read itself. Reports every mistake, so that the route reports its own beside them.
 *
 * @param today the last day on which a row that expires may be used
 */
export function readRow(given: unknown, today: string, report: Report): ReadRow {
  const data = isPlainObject(given) ? given : assertRow(given);
  const protocol = attempt(report, 'protocol', () => parseProtocol(data['protocol']));
  const kind = protocol === undefined ? 'tls' : kindOf(protocol, data['cidrs'] !== undefined);
  const isKnown = attempt(report, '', () => assertKnown(data, kind)) === true;
  attempt(report, 'owner', () => assertTexts(data));
  attempt(report, 'expires', () => assertNotExpired(data, today));
  const names = protocol === undefined ? OF_ALL_KINDS : ALL_NAMES;
  const ofRoute = Object.entries(data).filter(([name]) => names.includes(name));
  const decoded = decodeProperties(ROW, '', Object.fromEntries(ofRoute), report);
  const isWritten = isKnown && protocol !== undefined;
  return {
    kind,
    props: {
      ...renamed(decoded),
      ...httpProtocol(kind, protocol),
      ...(isWritten ? {} : { [UNREAD.toString()]: UNREAD }),
    },
  };
}

/** Rejects a row that is not an object. */
function assertRow(given: unknown): Data {
  assertKnownProperties('row', given as Data, NAMES.tls);
  return given as Data;
}

const NEW_NAMES: ReadonlyMap<string, string> = new Map(Object.entries(ROUTE_NAMES));

function renamed(decoded: Data): Data {
  return Object.fromEntries(Object.entries(decoded).map(([name, value]) => [NEW_NAMES.get(name) ?? name, value]));
}

/** The members of `HttpProtocol` have the names of those of `AllowListProtocol`. */
function httpProtocol(kind: RowKind, protocol: AllowListProtocol | undefined): Data {
  return kind === 'http' ? { protocol } : {};
}

const TCP_PROTOCOLS: readonly string[] = [
  'MONGO',
  'MONGODB',
  'MYSQL',
  'POSTGRES',
  'POSTGRESQL',
  'REDIS',
  'SFTP',
  'SMTP',
  'SSH',
];

/** The protocols that are written under another name, in upper case. */
const ALIASES: ReadonlyMap<string, AllowListProtocol> = new Map([
  ['HTTPS', AllowListProtocol.TLS],
  ['SSL', AllowListProtocol.TLS],
  ...TCP_PROTOCOLS.map((name) => [name, AllowListProtocol.TCP] as const),
]);

/** Protocols over UDP, which sidecars do not capture. */
const UDP_PROTOCOLS: readonly string[] = ['UDP', 'QUIC', 'HTTP3', 'HTTP/3', 'DTLS'];

function parseProtocol(value: unknown): AllowListProtocol {
  const isUdp = typeof value === 'string' && UDP_PROTOCOLS.includes(value.toUpperCase());
  const meant = ALIASES.get(typeof value === 'string' ? value.toUpperCase() : '');
  if (meant === undefined && !isUdp) {
    assertEnum('protocol', value, 'AllowListProtocol', AllowListProtocol);
    return value as AllowListProtocol;
  }
  throw EgressError.of({
    code: 'EGR0104',
    problem: 'protocol must be an AllowListProtocol',
    got: value,
    allowed: Object.keys(AllowListProtocol)
      .map((name) => `AllowListProtocol.${name}`)
      .join(' or '),
    fix: isUdp ? 'remove the row: UDP does not pass the gateway' : `write protocol: AllowListProtocol.${meant}`,
  });
}

/** Rejects properties that no kind of row has. A property that another kind has is an error of the route. */
function assertKnown(data: Data, kind: RowKind): true {
  const unknown = Object.entries(data).filter(([name]) => !Object.hasOwn(ROW_FORMS, name));
  const known = Object.entries(data).filter(([name, value]) => Object.hasOwn(NAMES[kind], name) && value !== null);
  const hints = { ...HINTS[kind], ...hintsBeside(data) };
  assertKnownProperties('row', Object.fromEntries([...known, ...unknown]), NAMES[kind], hints);
  return true;
}

/** Returns the hints for names of routes beside those of rows: both values are sources, or operations. */
function hintsBeside(data: Data): PropertyHints {
  const written = Object.entries(ROUTE_NAMES).filter(([name]) => data[name] !== undefined);
  return Object.fromEntries(
    written.map(([name, ofRoute]) => [ofRoute, `write all ${name === 'from' ? 'sources' : name} in ${name}`]),
  );
}

/** The texts of a row, with a text that is accepted. */
const TEXTS = { owner: 'team-orders', ticket: 'NET-1042' };

function assertTexts(data: Data): void {
  const written = Object.entries(TEXTS).filter(([name]) => data[name] !== undefined);
  readEach(written, ([name, example]) => assertText(name, data[name], example));
}
