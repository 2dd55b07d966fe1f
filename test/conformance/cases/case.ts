/**
 * What a case says: what is applied, and what must happen then to a request of a pod. Cases stand beside the examples they
 * prove, as `examples/NAME/case.ts`.
 */
import { Wish } from './wish';

/** Which way a request goes. */
export type Way = 'via the gateway' | 'direct' | 'blocked' | 'refused by policy';

/** What must happen to a request. */
export interface Expectation {
  /** The pod, as `namespace/deployment`. */
  readonly from: string;
  readonly url: string;
  /** Further arguments of curl. */
  readonly curl: readonly string[];
  readonly way: Way;
  /** Whether it is TCP to the mesh, of which the proxies see nothing but bytes. */
  readonly opaque?: boolean;
  /** The gateway whose address the server outside must see, as `namespace/deployment`. */
  readonly gateway?: string;
  /** What the line of the gateway's access log must hold, e.g. `outbound|80||edition.cnn.com`. */
  readonly log?: string;
  /** The status with which curl must end; any without it. */
  readonly exit?: number;
  /** Whether the client's own proxy must write no line of it. */
  readonly unlogged?: boolean;
  /** The status of the answer; without it 200 where a server answers, and any where none does. */
  readonly status?: number;
  /**
   * Names of the request headers, lower case, that the server must see besides those that it sees of the same request from a
   * pod without a mesh; any without it.
   */
  readonly besides?: readonly string[];
  /** Names of the request's own headers, lower case, that the server must not see. */
  readonly without?: readonly string[];
}

/** The gateway that istioctl installs. */
export const INSTALLED_GATEWAY = 'istio-system/istio-egressgateway';

/** A request of a pod. */
export class Request {
  public constructor(
    public readonly from: string,
    public readonly url: string,
    private readonly curl: readonly string[],
    private readonly opaque = false,
  ) {}

  /**
   * It is answered, and the server outside sees the gateway's address and nothing of the mesh: no request header but those of
   * the same request from a pod without a sidecar.
   *
   * @param log what the line of the gateway's access log holds, e.g. `outbound|80||edition.cnn.com`
   */
  public goesThrough(log: string, gateway: string = INSTALLED_GATEWAY): Expectation {
    return { ...this.with('via the gateway'), gateway, log, besides: [] };
  }

  /** It is answered, and the server sees the address of the calling pod. */
  public goesDirectly(): Expectation {
    return { ...this.with('direct'), ...(this.url.startsWith('tftp:') && { status: 0 }) };
  }

  /**
   * It reaches no server.
   *
   * @param exit the status of curl, e.g. 6 for a name that does not resolve, 7 for a refused connection
   */
  public isBlocked(exit?: number): Expectation {
    return { ...this.with('blocked'), ...(exit !== undefined && { exit }) };
  }

  /**
   * It reaches no server outside: it ends in the gateway.
   *
   * @param log what the lines of the gateway's access log hold, of which the gateway may write one for each of its own hops
   */
  public endsAtTheGateway(log: string): Expectation {
    return { ...this.with('blocked'), log };
  }

  /**
   * It reaches no server, and a proxy answers in its place, e.g. with 503.
   *
   * @param log what the line of the gateway's access log holds, where it is the gateway
   */
  public isAnswered(status: number, log?: string): Expectation {
    return { ...this.with('blocked'), status, ...(log !== undefined && { log }) };
  }

  /**
   * The gateway refuses it because of an authorization policy: a request with 403, a connection by resetting it.
   *
   * @param log what the line of the gateway's access log holds besides
   */
  public isRefusedByPolicy(log?: string): Expectation {
    const http = this.url.startsWith('http:') && !this.opaque;
    return { ...this.with('refused by policy'), ...(http ? { status: 403 } : {}), ...(log !== undefined && { log }) };
  }

  private with(way: Way): Expectation {
    return { from: this.from, url: this.url, curl: this.curl, way, ...(this.opaque && { opaque: true }) };
  }
}

/** The same expectation, where the client's own proxy writes no line of it. */
export function unlogged(expected: Expectation): Expectation {
  return { ...expected, unlogged: true };
}

/** The same expectation, where the server also sees these headers of the mesh: names in lower case. */
export function keeping(expected: Expectation, ...headers: readonly string[]): Expectation {
  return { ...expected, besides: headers };
}

/** The same expectation, where the server sees nothing of these headers of the request: names in lower case. */
export function losing(expected: Expectation, ...headers: readonly string[]): Expectation {
  return { ...expected, without: headers };
}

/**
 * A request of a pod, for what must happen to it.
 *
 * @param from `namespace/deployment`
 * @param curl further arguments of curl
 */
export function request(from: string, url: string, ...curl: readonly string[]): Request {
  return new Request(from, url, curl);
}

/** The same over a port that is TCP to the mesh: the server there answers in HTTP, and the proxies see nothing of it. */
export function tcpRequest(from: string, url: string, ...curl: readonly string[]): Request {
  return new Request(from, url, curl, true);
}

/**
 * A datagram of UDP to an address and port outside, in the words of TFTP, which curl speaks on any port. Its answer has no status.
 *
 * @param to `address:port`
 */
export function datagram(from: string, to: string): Request {
  return new Request(from, `tftp://${to}/`, ['--max-time', '3']);
}

/**
 * Requests that are no route's, of pods that are locked down and of one that is not: that one's go directly where the mesh's default
 * lets them, and nobody else's anywhere.
 */
export function ofNoRoute(
  outboundTrafficPolicy: 'ALLOW_ANY' | 'REGISTRY_ONLY',
  free: string,
  requests: readonly Request[],
): Expectation[] {
  return requests.map((each) =>
    each.from === free && outboundTrafficPolicy === 'ALLOW_ANY' ? each.goesDirectly() : each.isBlocked(),
  );
}

/** One step of a case; its parts happen in the order in which they stand here. */
export interface Stage {
  readonly title: string;
  /**
   * Commands of kubectl before anything else, e.g. `label namespace istio-system istio=system`; split at spaces, run in the
   * root of the repository.
   */
  readonly kubectl?: readonly string[];
  /** The program beside the case whose output is applied: `main` for `main.ts`. */
  readonly apply?: string;
  /** The program whose output is deleted. */
  readonly delete?: string;
  /** The Deployment that is restarted, as `namespace/deployment`. */
  readonly restart?: string;
  /** Whether proxies may go on waiting for a Secret that is not there. */
  readonly warming?: boolean;
  /** Labels that running pods must have, by namespace, e.g. `['istio-system', 'istio=egressgateway']`. */
  readonly running?: readonly [namespace: string, selector: string];
  /** Requests that are repeated while all this happens, none of which may go directly. */
  readonly neverDirectly?: readonly Request[];
  /** Requests that are repeated while all this happens and may go directly: how many do is reported. */
  readonly maybeDirectly?: readonly Request[];
  /** What must happen once the mesh has taken all this in. */
  readonly expect?: readonly Expectation[];
  /** What must become of objects that somebody gives to the API server then. */
  readonly wishes?: readonly Wish[];
  /**
   * The programs that prove kinds of objects in the place of this one, e.g. `{ Role: 'own-gateway/main' }`: where this one has the
   * same objects for another gateway, and does not ask everything again, no mutants of them are made.
   */
  readonly provenIn?: Readonly<Record<string, string>>;
}

/** What must be true of an example. What is applied at the end is deleted, and the cluster must then be as before. */
export interface ConformanceCase {
  /** What this proves, in a few words. */
  readonly title: string;
  /** The mesh's default for hosts that nothing declares; `ALLOW_ANY`, as Istio's, without it. */
  readonly outboundTrafficPolicy?: 'ALLOW_ANY' | 'REGISTRY_ONLY';
  /** Whether every proxy of the mesh writes an access log; they do without it. */
  readonly accessLog?: boolean;
  readonly stages: readonly Stage[];
}
