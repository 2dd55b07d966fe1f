import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import { InputError } from './input-error';
import { refuseToken } from './token';

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
   * @throws InputError for anything that is not a full DNS name
   */
  public static parse(value: unknown): Host {
    refuseToken('host', value);
    if (typeof value !== 'string' || value.trim() === '') {
      throw problem('host is empty or not a string', value, 'write the name that the application dials');
    }
    refuseForeignForms(value);
    const name = value.toLowerCase().replace(/\.$/, '');
    refuseWildcard(value, name);
    refuseBadLabels(value, name.split('.'));
    if (name.length > 253) {
      throw problem(`host has ${name.length} characters, more than the 253 of a dns name`, value, 'check the name');
    }
    return new Host(name);
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

function problem(what: string, got: unknown, fix: string, allowed = ALLOWED): InputError {
  return new InputError({ problem: what, got, allowed, fix });
}

/** Forms that people paste where a host belongs: each gets its own way out. */
function refuseForeignForms(value: string): void {
  if (isIP(value.replace(/^\[|\](:\d+)?$/g, '')) !== 0 || /^[\d.]+:\d+$/.test(value)) {
    throw problem('host is an ip address', value, 'declare the dns name; an ip address is never sent as sni');
  }
  const url = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/@]*@)?([^/:?#]*)|^([^/:?#]+)(?::\d+)?[/?#]/i.exec(value);
  if (url) {
    throw problem('host is a url', value, `write "${url[1] ?? url[2] ?? ''}"`);
  }
  const hostAndPort = /^([^:]+):(\d+)$/.exec(value);
  if (hostAndPort) {
    throw problem('host has a port', value, `write hosts: ["${hostAndPort[1]}"] and port: ${hostAndPort[2]}`);
  }
  if (/[^\x00-\x7f]/.test(value)) {
    const ascii = domainToASCII(value);
    throw problem('host is not ascii', value, ascii ? `write its punycode form "${ascii}"` : 'write its punycode form');
  }
}

function refuseWildcard(value: string, name: string): void {
  if (!name.includes('*')) return;
  if (name === '*' || /^\*\.[^.]*$/.test(name)) {
    throw problem(
      'host is a wildcard over everything below a top level domain',
      value,
      'list the hosts that are needed',
    );
  }
  if (!name.startsWith('*.') || name.indexOf('*', 1) !== -1) {
    throw problem(
      'host has a wildcard that is not a whole first label',
      value,
      'list the hosts; envoy rejects the whole listener for a partial wildcard',
    );
  }
  throw problem(
    'host is a wildcard, which this version does not route',
    value,
    `list the hosts below "${name.slice(2)}" one by one; a later version brings wildcards`,
  );
}

function refuseBadLabels(value: string, labels: readonly string[]): void {
  if (labels.length < 2) {
    throw problem(
      'host has one label only',
      value,
      'write the full name; istio takes a short one for a service of the namespace',
    );
  }
  for (const label of labels) {
    if (label === '') throw problem('host has an empty label', value, 'remove the extra dot');
    if (label.includes('_')) throw problem('host has an underscore', value, 'an underscore is no host name character');
    if (label.length > 63)
      throw problem(`host has a label of ${label.length} characters`, value, 'labels have at most 63');
    if (!LABEL.test(label)) {
      throw problem(`host has the invalid label "${label}"`, value, 'use letters, digits and inner hyphens only');
    }
  }
  const top = labels[labels.length - 1] ?? '';
  if (top === 'localhost' || top === 'localdomain') {
    throw problem('host is the local host', value, "remove it: at the gateway it is the proxy's own admin interface");
  }
  if (/^(\d+|0x[0-9a-f]*)$/.test(top)) {
    throw problem(
      'host has an all-numeric top level domain',
      value,
      'check the name; istiod refuses it as an ip address',
    );
  }
}
