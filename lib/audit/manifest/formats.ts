import { isIP } from 'node:net';
import { getOrAdd } from '../../input/get-or-add';
import { didYouMean } from '../../input/did-you-mean';
import { addressRange, withoutZeros } from '../../network/address-range';
import { rangeOfOne } from '../../network/cidr';
import { isWildcard, isWithin } from '../../network/host-pattern';
import { hasAction, RENDER } from './helm-template';
import { Path } from './manifest';
import { isMapping } from './objects';
import { pathText } from './path-text';
import { ShapeMistake } from './shape';

/** The values that a field accepts, beside the type of the field. */
interface Format {
  readonly allowed: string;
  readonly accepts: (value: unknown) => boolean;
  /** Returns an accepted value that is near. */
  readonly near?: (value: string) => string | undefined;
}

const PROTOCOLS = 'HTTP HTTPS HTTP2 HTTP_PROXY GRPC GRPC-WEB TCP TLS UDP MONGO REDIS MYSQL HBONE DOUBLE_HBONE'.split(
  ' ',
);

const host: Format = {
  allowed: 'a DNS name, or a wildcard such as *.example.com',
  accepts: (value) => typeof value !== 'string' || /^\*?[a-z0-9._-]+$/i.test(value),
  near: (value) => /^[a-z]+:\/\/([a-z0-9.-]+)/i.exec(value)?.[1],
};

const NAME = /^(?:\*|\*?[a-z0-9._-]+)$/i;

/** A host of a VirtualService or of a DestinationRule. */
const routedHost: Format = {
  allowed: 'a DNS name, a wildcard such as *.example.com, or an IP address',
  accepts: (value) => typeof value !== 'string' || NAME.test(value) || isIP(value) > 0,
  near: host.near,
};

/** A host of a server of a Gateway, with or without a namespace. */
const servedHost: Format = {
  allowed: 'a DNS name, a wildcard such as *.example.com, or NAMESPACE/HOST',
  accepts: (value) => typeof value !== 'string' || NAME.test(value.replace(/^(?:[a-z0-9-]+|[*.])\//, '')),
  near: host.near,
};

const port: Format = {
  allowed: 'a port from 1 to 65535',
  accepts: (value) => typeof value !== 'number' || (value >= 1 && value <= 65535),
};

/** A number in quotes is the name of no port. */
const portOfPolicy: Format = {
  allowed: 'a port from 1 to 65535, or a name with a letter',
  accepts: (value) => (typeof value === 'string' ? /[a-z]/i.test(value) : port.accepts(value)),
  near: (value) => (/^\d+$/.test(value) ? value : undefined),
};

const protocol: Format = {
  allowed: `one of ${PROTOCOLS.join(', ')}`,
  accepts: (value) => typeof value !== 'string' || value === '' || PROTOCOLS.includes(value.toUpperCase()),
  near: (value) => didYouMean(value, PROTOCOLS),
};

const address: Format = {
  allowed: 'an IP address, or a range such as 203.0.113.0/24',
  // Istio accepts no zeros in front of a number.
  accepts: (value) => typeof value !== 'string' || (addressRange(value) !== undefined && withoutZeros(value) === value),
};

const range: Format = {
  allowed: 'a range of addresses such as 203.0.113.0/24',
  accepts: (value) => typeof value !== 'string' || (value.includes('/') && addressRange(value) !== undefined),
  near: (value) => (addressRange(value) === undefined ? undefined : rangeOfOne(value)),
};

/**
 * The formats of fields, by kind and by path; `*` is every item of a list (pkg/config/validation of Istio, pkg/apis/networking/validation
 * of Kubernetes).
 */
const FORMATS: Readonly<Record<string, readonly (readonly [path: string, format: Format])[]>> = {
  ServiceEntry: [
    ['hosts.*', host],
    ['addresses.*', address],
    ['ports.*.number', port],
    ['ports.*.protocol', protocol],
  ],
  VirtualService: [
    ['hosts.*', routedHost],
    ['http.*.route.*.destination.host', host],
    ['tls.*.route.*.destination.host', host],
    ['tcp.*.route.*.destination.host', host],
  ],
  DestinationRule: [['host', routedHost]],
  Gateway: [
    ['servers.*.hosts.*', servedHost],
    ['servers.*.port.number', port],
    ['servers.*.port.protocol', protocol],
  ],
  NetworkPolicy: [
    ['egress.*.to.*.ipBlock.cidr', range],
    ['egress.*.to.*.ipBlock.except.*', range],
    ['egress.*.ports.*.port', portOfPolicy],
  ],
};

/** The formats of a value, and of the values inside. */
interface Formats {
  format?: Format;
  readonly inner: Map<string, Formats>;
}

const BY_KIND = new Map(Object.entries(FORMATS).map(([kind, formats]) => [kind, treeOf(formats)]));

function treeOf(formats: readonly (readonly [path: string, format: Format])[]): Formats {
  const root: Formats = { inner: new Map() };
  for (const [path, format] of formats) {
    const place = path
      .split('.')
      .reduce((of, key) => getOrAdd(of.inner, key, (): Formats => ({ inner: new Map() })), root);
    place.format = format;
  }
  return root;
}

/** Returns the values of a spec that the API server or istiod refuses although the values have the type of their fields. */
export function formatMistakes(kind: string, spec: unknown): readonly ShapeMistake[] {
  const mistakes: ShapeMistake[] = [];
  const formats = BY_KIND.get(kind);
  if (formats !== undefined) addMistakes(spec, formats, ['spec'], mistakes);
  if (kind === 'VirtualService') addMistakes(spec, treeOf([[SNI, sniOf(spec)]]), ['spec'], mistakes);
  return mistakes;
}

/** The path is one list for all values, since most values have no mistake. */
function addMistakes(
  value: unknown,
  { format, inner }: Formats,
  path: (string | number)[],
  mistakes: ShapeMistake[],
): void {
  if (value === undefined || value === null) return;
  if (format?.accepts(value) === false) mistakes.push(mistake(value, [...path], format));
  const add = (key: string | number, each: unknown, formats: Formats): void => {
    path.push(key);
    addMistakes(each, formats, path, mistakes);
    path.pop();
  };
  for (const [key, formats] of inner) {
    if (key !== '*') {
      if (isMapping(value)) add(key, value[key], formats);
    } else if (Array.isArray(value)) value.forEach((item, index) => add(index, item, formats));
  }
}

/** Hosts that a message mentions. */
const MENTIONED = 3;

const SNI = 'tls.*.match.*.sniHosts.*';

/** An SNI of a VirtualService, which the hosts of the VirtualService cover (pkg/config/validation validateSniHost). */
function sniOf(spec: unknown): Format {
  const { hosts: written } = isMapping(spec) ? spec : {};
  const hosts = (Array.isArray(written) ? written : []).filter((host) => typeof host === 'string');
  const exact = new Set(hosts);
  const wildcards = hosts.filter(isWildcard);
  const more = hosts.length > MENTIONED ? `, and ${hosts.length - MENTIONED} more` : '';
  return {
    allowed: `a name that spec.hosts covers: ${hosts.slice(0, MENTIONED).join(', ')}${more}`,
    accepts: (value) =>
      typeof value !== 'string' ||
      isIP(value) > 0 ||
      exact.has(value) ||
      wildcards.some((host) => isWithin(value, host)),
    near: (value) => didYouMean(value, hosts),
  };
}

function mistake(value: unknown, path: Path, { allowed, near }: Format): ShapeMistake {
  const text = `${pathText(path)} must be ${allowed}: got ${JSON.stringify(value).slice(0, 60)}`;
  const isText = typeof value === 'string';
  const fix = isText && hasAction(value) ? RENDER : `write ${(isText ? near?.(value) : undefined) ?? allowed}`;
  return { path, message: text, fix, isUnknownField: false };
}
