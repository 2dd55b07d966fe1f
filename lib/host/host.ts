import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import { InputError } from '../input/input-error';
import { refuseToken } from '../input/token';

const LABEL = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;
const ALLOWED = 'a full dns name such as "api.example.com"';

/**
 * The DNS name of something outside the mesh: lower case, without a trailing dot, at least two labels. Parsed once, valid
 * ever after.
 *
 * The rules are the union of what istiod refuses (`ValidateFQDN`, `CheckDNS1123Preconditions` in
 * istio.io/istio `pkg/config/validation/agent/validation.go`) and of what it accepts and then breaks: upper case misses the
 * cluster's name, a trailing dot never matches an SNI, `*foo.com` makes Envoy reject the whole listener, a one-label name
 * becomes a Service of the namespace.
 */
export class Host {
  private constructor(
    /** The name: `edition.cnn.com`. */
    public readonly name: string,
  ) {}

  /**
   * Reads a host as a user wrote it: upper case is lowered, one trailing dot is stripped.
   *
   * @param what how the error names it: `host`, `sni`
   * @throws InputError for anything that is not a full DNS name
   */
  public static parse(value: unknown, what = 'host'): Host {
    const host = Host.parsePattern(value, what);
    if (!host.isWildcard) return host;
    throw new InputError({
      problem: `${what} is a wildcard, where a full name is needed`,
      got: value,
      allowed: ALLOWED,
      fix: `list the names below "${host.domain}" one by one; hosts of a route may be wildcards with a wildcardTarget`,
    });
  }

  /**
   * Reads a host, or a wildcard over all names below a domain: `*.example.com`.
   *
   * @param what how the error names it
   * @throws InputError for anything that is neither
   */
  public static parsePattern(value: unknown, what = 'host'): Host {
    refuseToken(what, value);
    const refuse: Refuse = (problem, fix) => {
      throw new InputError({ problem: `${what} ${problem}`, got: value, allowed: ALLOWED, fix });
    };
    if (typeof value !== 'string' || value.trim() === '') {
      return refuse('is empty or not a string', 'write the name that the application dials');
    }
    refuseForeignForms(value, refuse);
    const name = value.toLowerCase().replace(/\.$/, '');
    refuseBadWildcard(name, refuse);
    refuseBadLabels(name.replace(/^\*\./, '').split('.'), refuse);
    if (name.length > 253) {
      refuse(`has ${name.length} characters, more than the 253 of a dns name`, 'check the name');
    }
    return new Host(name);
  }

  /** Whether it stands for all names below a domain. */
  public get isWildcard(): boolean {
    return this.name.startsWith('*.');
  }

  /** The domain of a wildcard: `example.com` of `*.example.com`; the name of any other host. */
  public get domain(): string {
    return this.name.replace(/^\*\./, '');
  }

  /** Whether this host is `domain` or lies in it: `a.b.c` is in `b.c`. */
  public isIn(domain: string): boolean {
    return this.name === domain || this.name.endsWith(`.${domain}`);
  }

  /** The name. */
  public toString(): string {
    return this.name;
  }
}

/** Refuses the name: what is wrong with it, and what to do about it. */
type Refuse = (problem: string, fix: string) => never;

/** Forms that people paste where a host belongs: each gets its own way out. */
function refuseForeignForms(value: string, refuse: Refuse): void {
  if (isIP(value.replace(/^\[|\](:\d+)?$/g, '')) !== 0 || /^[\d.]+:\d+$/.test(value)) {
    refuse('is an ip address', 'declare the dns name; an ip address is never sent as sni');
  }
  const url = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/@]*@)?([^/:?#]*)|^([^/:?#]+)(?::\d+)?[/?#]/i.exec(value);
  if (url) {
    refuse('is a url', `write "${url[1] ?? url[2] ?? ''}"`);
  }
  const hostAndPort = /^([^:]+):(\d+)$/.exec(value);
  if (hostAndPort) {
    refuse('has a port', `write "${hostAndPort[1]}", and port: ${hostAndPort[2]}`);
  }
  if (/[^\x00-\x7f]/.test(value)) {
    const ascii = domainToASCII(value);
    refuse('is not ascii', ascii ? `write its punycode form "${ascii}"` : 'write its punycode form');
  }
}

function refuseBadWildcard(name: string, refuse: Refuse): void {
  if (!name.includes('*')) return;
  if (name === '*' || /^\*\.[^.]*$/.test(name)) {
    refuse('is a wildcard over everything below a top level domain', 'list the hosts that are needed');
  }
  if (!name.startsWith('*.') || name.indexOf('*', 1) !== -1) {
    refuse(
      'has a wildcard that is not a whole first label',
      'list the hosts; envoy rejects the whole listener for a partial wildcard',
    );
  }
}

function refuseBadLabels(labels: readonly string[], refuse: Refuse): void {
  if (labels.length < 2) {
    refuse('has one label only', 'write the full name; istio takes a short one for a service of the namespace');
  }
  for (const label of labels) {
    if (label === '') refuse('has an empty label', 'remove the extra dot');
    if (label.includes('_')) refuse('has an underscore', 'an underscore is no host name character');
    if (label.length > 63) refuse(`has a label of ${label.length} characters`, 'labels have at most 63');
    if (!LABEL.test(label)) {
      refuse(`has the invalid label "${label}"`, 'use letters, digits and inner hyphens only');
    }
  }
  const top = labels[labels.length - 1] ?? '';
  if (top === 'localhost' || top === 'localdomain') {
    refuse('is the local host', "remove it: in the gateway's pods it is the proxy itself");
  }
  if (/^(\d+|0x[0-9a-f]*)$/.test(top)) {
    refuse('has an all-numeric top level domain', 'check the name; istiod refuses it as an ip address');
  }
}
