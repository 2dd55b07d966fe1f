import { EgressError } from '../input/egress-error';
import { assertLiteral } from '../input/token';
import { canonicalName, domainsAbove, mistakeIn } from './dns-name';

const NAME = 'a full DNS name such as "api.example.com"';
const PATTERN = `${NAME}, or a wildcard such as "*.example.com"`;

/**
 * The DNS name of a host outside the mesh: lower case, without a trailing dot, at least two labels.
 *
 * The rules are those of istiod (`ValidateFQDN`, `CheckDNS1123Preconditions` in istio.io/istio
 * `pkg/config/validation/agent/validation.go`), and rules for names that istiod accepts and that then fail: upper case does not
 * match the name of the cluster, a trailing dot never matches an SNI, `*foo.com` makes Envoy reject the whole listener, a name
 * of one label becomes a Service of the namespace.
 */
export class Host {
  /** Whether the host is a wildcard for all names below a domain. */
  public readonly isWildcard: boolean;
  /** The domain of a wildcard: `example.com` of `*.example.com`. The name of a host that is not a wildcard. */
  public readonly domain: string;

  private constructor(
    /** The name: `edition.cnn.com`. */
    public readonly name: string,
  ) {
    this.isWildcard = name.startsWith('*.');
    this.domain = this.isWildcard ? name.slice(2) : name;
  }

  /**
   * Parses a host. Upper case is lowered, and one trailing dot is removed.
   *
   * @param what subject of the error: `host`, `sni`
   * @throws EgressError if the value is not a full DNS name
   */
  public static parse(value: unknown, what = 'host'): Host {
    assertLiteral(what, value);
    if (typeof value !== 'string' || !value.includes('*') || /[/:]/.test(value)) return Host.parseAs(value, what, NAME);
    const domain = canonicalName(value.slice(value.lastIndexOf('*')).replace(/^[^.]*\./, ''));
    throw EgressError.of({
      code: 'EGR0202',
      problem: `${what} must be a full DNS name, not a wildcard`,
      got: value,
      allowed: NAME,
      fix: `write a full name, such as "${mistakeIn(`*.${domain}`) ? 'api.example.com' : `www.${domain}`}"`,
    });
  }

  /**
   * Parses a host, or a wildcard for all names below a domain: `*.example.com`.
   *
   * @param what subject of the error: `hosts[2]`
   * @throws EgressError if the value is neither a full DNS name nor a wildcard
   */
  public static parsePattern(value: unknown, what = 'host'): Host {
    return Host.parseAs(value, what, PATTERN);
  }

  private static parseAs(value: unknown, what: string, allowed: string): Host {
    assertLiteral(what, value);
    const text = typeof value === 'string' ? value : '';
    const mistake = mistakeIn(text);
    if (mistake === undefined) return new Host(canonicalName(text));
    const { predicate, fix } = mistake;
    throw EgressError.of({ code: 'EGR0201', problem: `${what} ${predicate}`, got: value, allowed, fix });
  }

  /** Returns whether the host is `domain` or a name below it: `a.b.c` is in `b.c`. */
  public isIn(domain: string): boolean {
    return this.name === domain || this.name.endsWith(`.${domain}`);
  }

  /** Returns whether the host is a wildcard for a name: `*.c` covers `b.c` and `a.b.c`. */
  public covers(name: string): boolean {
    return this.isWildcard && name.endsWith(`.${this.domain}`);
  }

  /** Returns the domains above the host, or above the domain of a wildcard: `b.c` and `c` of `a.b.c`. */
  public parentDomains(): readonly string[] {
    return domainsAbove(this.domain);
  }

  /** Returns the name. */
  public toString(): string {
    return this.name;
  }
}
