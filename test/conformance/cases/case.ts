/** The vocabulary of cases: the changes of a cluster, and the expected paths of requests. `examples/NAME/case.ts` has the cases. */
import { Deployer } from './deployer';
import { Group, WayId } from './group';
import { statusOfAnswer, statusOfRefusal } from './status';
import { Wish } from './wish';

/** The path of a request. */
export type Way = 'via the gateway' | 'direct' | 'blocked' | 'refused by policy' | 'refused in the handshake';

/** A request with its expected path. */
export interface Expectation {
  /** The pod, as `namespace/deployment`. */
  readonly from: string;
  readonly url: string;
  /** Further arguments of curl. */
  readonly curl: readonly string[];
  readonly way: Way;
  /** Whether the proxies handle the request as TCP. */
  readonly opaque?: boolean;
  /** The gateway whose address the external server must see, as `namespace/deployment`. */
  readonly gateway?: string;
  /** The required part of the line of the gateway's access log, e.g. `outbound|80||edition.cnn.com`. */
  readonly log?: string;
  /** The required exit status of curl. */
  readonly exit?: number;
  /** Whether the client's own proxy must write no line of the request. */
  readonly unlogged?: boolean;
  /** What the company's proxy must see: the target, and the names of the headers, sorted. Without it, the server sees no proxy. */
  readonly tunnel?: { readonly connect: string; readonly headers: readonly string[] };
  /** The required status of the answer. The default is 200 if a server answers, else any. */
  readonly status?: number;
  /** How often external servers must see the request; any number without it. */
  readonly arrivals?: number;
  /**
   * Names of the request headers, lower case, that the server must see besides those that it sees of the same request from a
   * pod without a mesh; any without it.
   */
  readonly besides?: readonly string[];
  /** Request headers, by their names in lower case, that the server must see with these values. */
  readonly values?: Readonly<Record<string, string>>;
  /** Names of the request's own headers, lower case, that the server must not see. */
  readonly without?: readonly string[];
  /** The version of HTTP that the server must see: `1.1` or `2.0`. */
  readonly version?: string;
  /** The scheme that the server must see in a request of HTTP/2. */
  readonly scheme?: string;
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
   * Expects an answer of the external server, which sees the gateway's address and the request headers of a pod without a sidecar.
   *
   * @param log part of the line of the gateway's access log, e.g. `outbound|80||edition.cnn.com`
   */
  public goesThrough(log: string, gateway: string = INSTALLED_GATEWAY): Expectation {
    return { ...this.with('via the gateway'), gateway, log, besides: [], ...statusOfAnswer(this.url) };
  }

  /** Expects an answer of the server, which sees the address of the calling pod. */
  public goesDirectly(): Expectation {
    return { ...this.with('direct'), ...statusOfAnswer(this.url) };
  }

  /**
   * Expects that the request reaches no server, also if the gateway refuses the caller in the handshake.
   *
   * @param exit the exit status of curl, e.g. 6 for a name that does not resolve, 7 for a refused connection
   */
  public isBlocked(exit?: number): Expectation {
    return { ...this.with('blocked'), ...(exit !== undefined && { exit }) };
  }

  /**
   * Expects that the request ends in the gateway.
   *
   * @param log part of the lines of the gateway's access log: the gateway may write a line for each of its own hops
   */
  public endsAtTheGateway(log: string): Expectation {
    return { ...this.with('blocked'), log };
  }

  /**
   * Expects that the request reaches no server, and that a proxy answers, e.g. with 503.
   *
   * @param log part of the line of the gateway's access log, if the gateway answers
   */
  public isAnswered(status: number, log?: string): Expectation {
    return { ...this.with('blocked'), status, ...(log !== undefined && { log }) };
  }

  /**
   * Expects that an AuthorizationPolicy of the gateway refuses the request with 403, or resets the connection.
   *
   * @param log a further part of the line of the gateway's access log
   */
  public isRefusedByPolicy(log?: string): Expectation {
    const status = this.opaque ? {} : statusOfRefusal(this.url);
    return { ...this.with('refused by policy'), ...status, ...(log !== undefined && { log }) };
  }

  /**
   * Expects that the gateway refuses the caller in the TLS handshake: not a byte passes, and the gateway connects to no host.
   *
   * @param log a further part of the line of the gateway's access log
   */
  public isRefusedInHandshake(log?: string): Expectation {
    return { ...this.with('refused in the handshake'), ...(log !== undefined && { log }) };
  }

  private with(way: Way): Expectation {
    return { from: this.from, url: this.url, curl: this.curl, way, ...(this.opaque && { opaque: true }) };
  }
}

/**
 * Returns a request of a pod.
 *
 * @param from `namespace/deployment`
 * @param url of curl; also `grpc://` for a stream of gRPC, `ws://` for a WebSocket, and `postgres://` for TLS after an SSLRequest
 * @param curl further arguments of curl
 */
export function request(from: string, url: string, ...curl: readonly string[]): Request {
  return new Request(from, url, curl);
}

/** Returns a request to a port that the proxies handle as TCP. The server on the port answers in HTTP. */
export function tcpRequest(from: string, url: string, ...curl: readonly string[]): Request {
  return new Request(from, url, curl, true);
}

/**
 * Returns a UDP datagram to an external address and port, in the format of TFTP, which curl speaks on any port. Its answer has no status.
 *
 * @param to `address:port`
 */
export function datagram(from: string, to: string): Request {
  return new Request(from, `tftp://${to}/`, ['--max-time', '3']);
}

/**
 * Returns the expectations for requests to which no route applies: pods of a locked-down namespace reach no server, and the pod
 * `free`, which is not locked down, reaches one if the mesh-wide default allows it.
 */
export function ofNoRoute(
  outboundTrafficPolicy: 'ALLOW_ANY' | 'REGISTRY_ONLY',
  free: string,
  requests: readonly Request[],
  closes: readonly WayId[] = [],
): Group<Expectation>[] {
  const ofFree = requests.filter(({ from }) => from === free);
  const ofLocked = requests.filter(({ from }) => from !== free);
  return [
    {
      because: 'No direct way out of a locked-down namespace is open to a request to which no route applies.',
      closes,
      expect: ofLocked.map((each) => each.isBlocked()),
    },
    outboundTrafficPolicy === 'ALLOW_ANY'
      ? {
          because: 'Under ALLOW_ANY without a lockdown, a request to which no route applies leaves directly.',
          expect: ofFree.map((each) => each.goesDirectly()),
        }
      : {
          because: 'Under REGISTRY_ONLY, the sidecar blocks a request to which no route applies.',
          closes,
          expect: ofFree.map((each) => each.isBlocked()),
        },
  ];
}

/** A step of a case. Its parts happen in the order of these properties. */
export interface Stage {
  /** A full sentence without its period: the change, as in `The manifests are applied`. */
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
  /** The order in which the output is applied or deleted. The default is that of kubectl. */
  readonly by?: Deployer;
  /** The Deployment that is restarted, as `namespace/deployment`. */
  readonly restart?: string;
  /** Whether proxies may go on waiting for a Secret that is not there. */
  readonly warming?: boolean;
  /** Deployments, as `namespace/deployment`, each with a proxy that rejects what istiod sends. Without it, no proxy does. */
  readonly rejecting?: Group<string>;
  /** Seconds that pass before the requests. */
  readonly seconds?: number;
  /** A namespace, and the labels of pods that must run in it, e.g. `['istio-system', 'istio=egressgateway']`. */
  readonly running?: readonly [namespace: string, selector: string];
  /** Requests that are repeated during the changes, none of which may leave directly. */
  readonly neverDirectly?: Group<Request>;
  /** Repeated requests: the host answers each, and sees the address of a gateway. A failed request is lost, also if the host saw it. */
  readonly neverLost?: Group<Request>;
  /** Requests that are repeated during the changes: some are lost, and none leaves directly. */
  readonly someLost?: Group<Request>;
  /** Requests that are repeated during the changes: some leave directly. */
  readonly someDirectly?: Group<Request>;
  /** Requests that are repeated during the changes and may leave directly. The report counts those that do. */
  readonly maybeDirectly?: Group<Request>;
  /**
   * Messages of `istioctl analyze` after `apply`, e.g. `IST0109 VirtualService default/a`. Without this property, `istioctl analyze`
   * reports nothing.
   */
  readonly analysis?: Group<string>;
  /** Requests after the changes, when all proxies have their configuration. */
  readonly expect?: readonly Group<Expectation>[];
  /** External hosts to which nobody may connect during these requests. */
  readonly unreached?: Group<string>;
  /** Texts that no gateway discloses after these requests: in its log, or to a user of its administration interface. */
  readonly undisclosed?: Group<string>;
  /** Requests to the API server after the changes. */
  readonly wishes?: readonly Group<Wish>[];
  /** Programs that prove kinds of objects in place of this one, without mutants of these kinds here: `{ Role: 'own-gateway/main' }`. */
  readonly provenIn?: Readonly<Record<string, string>>;
}

/** The expectations for an example. After the last stage, all manifests are deleted, and the cluster must be as before. */
export interface ConformanceCase {
  /** A full sentence without its period: the proven property, as in `Only the sources of a route leave`. */
  readonly title: string;
  /** The mesh-wide default for undeclared hosts. The default is that of Istio, `ALLOW_ANY`. */
  readonly outboundTrafficPolicy?: 'ALLOW_ANY' | 'REGISTRY_ONLY';
  /** The trust domain of the mesh. The default is that of Istio, `cluster.local`. */
  readonly trustDomain?: string;
  /** Whether every proxy of the mesh writes an access log. The default is `true`. */
  readonly accessLog?: boolean;
  /** Whether every proxy of the mesh takes part in traces. The default is `false`. */
  readonly tracing?: boolean;
  readonly stages: readonly Stage[];
}
