import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';

/** A mistake in a host. */
export interface Mistake {
  /** Rest of the sentence after the subject: `must be a DNS name, not a URL`. */
  readonly predicate: string;
  /** An instruction that can be typed. */
  readonly fix: string;
}

/** Finds one kind of mistake in a text. */
type Rule = (text: string) => Mistake | undefined;

const LABEL = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;
const EXAMPLE = '"api.example.com"';

/** Returns the canonical form of a DNS name or a wildcard: lower case, without one trailing dot. */
export function canonicalName(text: string): string {
  return text.toLowerCase().replace(/\.$/, '');
}

/** Returns the domains above a name: `b.c` and `c` of `a.b.c`. */
export function domainsAbove(name: string): readonly string[] {
  const labels = name.split('.');
  return labels.slice(1).map((_, index) => labels.slice(index + 1).join('.'));
}

/** Returns the first mistake in a text that should be a DNS name or a wildcard. */
export function mistakeIn(text: string): Mistake | undefined {
  return firstOf(
    [empty, ipAddress, url, hostAndPort, notAscii, wildcard, ...OF_LABELS, length, localHost, numericTopLevel],
    text,
  );
}

function firstOf(rules: readonly Rule[], text: string): Mistake | undefined {
  for (const rule of rules) {
    const mistake = rule(text);
    if (mistake) return mistake;
  }
  return undefined;
}

/** Returns the fix for a text that contains a host. If the host itself has a mistake, the fix is that of the host. */
function writeHost(host: string, portNumber?: string): string {
  const port = portNumber === undefined ? '' : `, and port: ${portNumber}`;
  return mistakeIn(host)?.fix ?? `write "${host}"${port}`;
}

const empty: Rule = (text) => {
  if (text.trim() !== '') return undefined;
  return { predicate: 'must be a DNS name', fix: `write the name that applications connect to, such as ${EXAMPLE}` };
};

/** Returns the IP address that is written in place of a DNS name. */
export function addressIn(text: string): string | undefined {
  const address = text.replace(/^\[|\](:\d+)?$|\.$/g, '').replace(/^([\d.]+):\d+$/, '$1');
  return isIP(address) === 0 ? undefined : address;
}

const ipAddress: Rule = (text) => {
  const address = addressIn(text);
  if (address === undefined) return undefined;
  const fix = `write the DNS name of the host; for a host without a DNS name, write hosts: ["db.corp.internal"], addresses: ["${address}"] and resolution: HostResolution.STATIC on an ExternalTcpRoute or ExternalHttpRoute`;
  return { predicate: 'must be a DNS name, not an IP address', fix };
};

const url: Rule = (text) => {
  const match = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/@]*@)?(\[[^\]]*\]|[^/:?#]*)(?::(\d+))?|^([^/:?#]+)(?::(\d+))?[/?#]/i.exec(
    text,
  );
  if (!match) return undefined;
  const [, ofUrl, portOfUrl, ofPath, portOfPath] = match;
  return { predicate: 'must be a DNS name, not a URL', fix: writeHost(ofUrl ?? ofPath ?? '', portOfUrl ?? portOfPath) };
};

const hostAndPort: Rule = (text) => {
  const match = /^([^:]+):(\d+)$/.exec(text);
  return match
    ? { predicate: 'must be a DNS name without a port', fix: writeHost(match[1] ?? '', match[2]) }
    : undefined;
};

const notAscii: Rule = (text) => {
  if (!/[^\x00-\x7f]/.test(text)) return undefined;
  const ascii = domainToASCII(text);
  const fix = ascii === '' ? `write ASCII letters, digits, hyphens and dots, such as ${EXAMPLE}` : writeHost(ascii);
  return { predicate: 'must be a DNS name in ASCII (Punycode)', fix };
};

const wildcard: Rule = (text) => {
  const name = canonicalName(text);
  if (!name.includes('*')) return undefined;
  const fix = 'list the hosts, or write a wildcard below one domain, such as "*.example.com"';
  if (name === '*') return { predicate: 'cannot be a wildcard for every host', fix };
  if (/^\*\.[^.]*$/.test(name)) return { predicate: 'cannot be a wildcard for a top-level domain', fix };
  if (name.startsWith('*.') && !name.includes('*', 1)) return undefined;
  return { predicate: 'cannot have a "*" that is not the whole first label', fix: oneByOne(name) ?? fix };
};

/** Returns the fix for a wildcard that Envoy rejects: hosts that the wildcard covers, and none outside. */
function oneByOne(name: string): string | undefined {
  const [first, second] = ['east', 'west'].map((each) => name.replace(/(?!^\*\.)\*/g, each));
  if (first === undefined || mistakeIn(first)) return undefined;
  return `write "${first}", "${second}" and so on: a host for each name in place of the "*"`;
}

/** Returns a rule about the labels of a name. A wildcard counts without its first label. */
function ofLabels(rule: (labels: readonly string[], name: string) => Mistake | undefined): Rule {
  return (text) => {
    const name = canonicalName(text).replace(/^\*\./, '');
    return rule(name.split('.'), name);
  };
}

const OF_LABELS: readonly Rule[] = [
  ofLabels((labels, name) => {
    if (labels.length > 1) return undefined;
    const full = LABEL.test(name) ? `"${name}.example.com"` : EXAMPLE;
    const fix = `write the full name, such as ${full}; Istio reads a short name as a Service of the namespace`;
    return { predicate: 'must have two or more labels', fix };
  }),
  ofLabels((labels, name) =>
    labels.includes('')
      ? { predicate: 'cannot have an empty label', fix: repair(name, 'remove the extra dot') }
      : undefined,
  ),
  ofLabels((_, name) =>
    name.includes('_')
      ? {
          predicate: 'cannot have an underscore',
          fix: 'point applications to a name of the host without an underscore, such as the target of its CNAME record, and write that name; istiod rejects underscores',
        }
      : undefined,
  ),
  ofLabels((labels) => {
    const label = labels.find((each) => each.length > 63);
    const fix = `correct the label "${label}" of ${label?.length} characters`;
    return label === undefined ? undefined : { predicate: 'must have labels of at most 63 characters', fix };
  }),
  ofLabels((labels, name) => {
    const label = labels.find((each) => !LABEL.test(each));
    if (label === undefined) return undefined;
    const fix = repair(name, `correct the label ${JSON.stringify(label)}`);
    return { predicate: 'must have labels of letters, digits and inner hyphens', fix };
  }),
];

/** Returns the fix for blanks, hyphens and dots in the wrong place. If the name has further mistakes, returns `otherwise`. */
function repair(name: string, otherwise: string): string {
  if (name.length > 253) return otherwise;
  const labels = name.split('.').map((label) => label.replace(/^[\s-]+|[\s-]+$/g, ''));
  const repaired = labels.filter((label) => label !== '').join('.');
  return repaired === name || mistakeIn(repaired) ? otherwise : `write "${repaired}"`;
}

const length: Rule = (text) => {
  const name = canonicalName(text);
  if (name.length <= 253) return undefined;
  const fix = `write a name of at most 253 characters; this name has ${name.length}`;
  return { predicate: 'must have at most 253 characters', fix };
};

const localHost: Rule = (text) => {
  if (!/(^|\.)(localhost|localdomain)\.?$/i.test(text)) return undefined;
  const fix = `remove "${text}"; in the pods of the gateway the name is the proxy itself`;
  return { predicate: 'cannot be the local host', fix };
};

const numericTopLevel: Rule = (text) => {
  const top = canonicalName(text).split('.').pop() ?? '';
  if (!/^(\d+|0x[0-9a-f]*)$/.test(top)) return undefined;
  const fix = `write the full name, such as ${EXAMPLE}; istiod reads a name that ends in "${top}" as an IP address`;
  return { predicate: 'cannot have a numeric top-level domain', fix };
};
