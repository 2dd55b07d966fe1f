/**
 * The shapes of the Istio objects, as far as the audit reads the objects (istio.io/docs/reference/config/networking).
 * `refuseUnevaluated` finds the other fields that can decide about a request.
 */

/** Spec of a ServiceEntry. */
export interface ServiceEntrySpec {
  readonly hosts?: readonly string[];
  readonly addresses?: readonly string[];
  readonly ports?: readonly {
    readonly number: number;
    readonly name?: string;
    readonly protocol?: string;
    readonly targetPort?: number;
  }[];
  readonly resolution?: string;
  readonly endpoints?: readonly { readonly address?: string; readonly ports?: Readonly<Record<string, number>> }[];
  readonly exportTo?: readonly string[];
  readonly subjectAltNames?: readonly string[];
  readonly workloadSelector?: { readonly labels?: Readonly<Record<string, string>> };
}

/** The Service or ServiceEntry that receives requests. */
export interface DestinationSpec {
  readonly host: string;
  readonly subset?: string;
  readonly port?: { readonly number?: number };
}

/** A destination of a route of a VirtualService. */
export interface RouteTarget {
  readonly destination?: DestinationSpec;
  readonly weight?: number;
  readonly headers?: Headers;
}

/** Header manipulation of an `http` route. */
export interface Headers {
  readonly request?: {
    readonly set?: Readonly<Record<string, string>>;
    readonly add?: Readonly<Record<string, string>>;
    readonly remove?: readonly string[];
  };
}

/** The predicates of a match that istiod evaluates for a proxy, without a request. */
export interface StaticMatch {
  readonly port?: number;
  readonly gateways?: readonly string[];
  readonly sourceNamespace?: string;
  readonly sourceLabels?: Readonly<Record<string, string>>;
}

/** A text that a part of a request is compared with. Without a field, the part must be present. */
export interface StringMatch {
  readonly exact?: string;
  readonly prefix?: string;
  readonly regex?: string;
}

/** A match of an `http` route. */
export interface HttpMatch extends StaticMatch {
  /** The Host header, with the port if the port is not the one of the scheme. */
  readonly authority?: StringMatch;
  readonly uri?: StringMatch;
  readonly ignoreUriCase?: boolean;
  readonly method?: StringMatch;
  readonly scheme?: StringMatch;
  readonly headers?: Readonly<Record<string, StringMatch>>;
  readonly withoutHeaders?: Readonly<Record<string, StringMatch>>;
  readonly queryParams?: Readonly<Record<string, StringMatch>>;
}

/** A match of a `tls` or `tcp` route. */
export interface L4Match extends StaticMatch {
  readonly sniHosts?: readonly string[];
}

/** One entry of `tls` or `tcp`. */
export interface L4Route {
  readonly match?: readonly L4Match[];
  readonly route?: readonly RouteTarget[];
}

/** One entry of `http`. */
export interface MatchedRoute {
  readonly match?: readonly HttpMatch[];
  readonly route?: readonly RouteTarget[];
  readonly headers?: Headers;
  readonly rewrite?: {
    readonly authority?: string;
    readonly uri?: string;
    readonly uriRegexRewrite?: { readonly match?: string; readonly rewrite?: string };
  };
  readonly redirect?: HttpRedirect;
  readonly directResponse?: { readonly status: number };
  readonly fault?: {
    readonly abort?: { readonly httpStatus?: number; readonly percentage?: { readonly value?: number } };
  };
  /** The VirtualService that has the routes. */
  readonly delegate?: { readonly name: string; readonly namespace?: string };
  readonly mirror?: DestinationSpec;
  readonly mirrors?: readonly { readonly destination?: DestinationSpec }[];
}

/** A redirect that a proxy answers with. */
export interface HttpRedirect {
  readonly authority?: string;
  readonly uri?: string;
  readonly scheme?: string;
  readonly redirectCode?: number;
}

/** Spec of a VirtualService. */
export interface VirtualServiceSpec {
  readonly hosts?: readonly string[];
  readonly gateways?: readonly string[];
  readonly exportTo?: readonly string[];
  readonly http?: readonly MatchedRoute[];
  readonly tls?: readonly L4Route[];
  readonly tcp?: readonly L4Route[];
}

/** Client side TLS of a traffic policy. */
export interface ClientTlsSettings {
  readonly mode?: string;
  readonly sni?: string;
  readonly subjectAltNames?: readonly string[];
  readonly credentialName?: string;
  readonly clientCertificate?: string;
  readonly privateKey?: string;
  readonly caCertificates?: string;
  readonly insecureSkipVerify?: boolean;
}

/** Traffic policy of a DestinationRule or of one of its subsets. */
export interface TrafficPolicy {
  /** HTTP CONNECT to the destination, for TCP and TLS routes. */
  readonly tunnel?: { readonly targetHost: string; readonly targetPort: number };
  readonly tls?: ClientTlsSettings;
  readonly loadBalancer?: { readonly simple?: string };
  readonly proxyProtocol?: { readonly version?: string };
  readonly portLevelSettings?: readonly {
    readonly port?: { readonly number?: number };
    readonly tls?: ClientTlsSettings;
    readonly loadBalancer?: { readonly simple?: string };
  }[];
}

/** A subset of a DestinationRule. */
export interface Subset {
  readonly name: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly trafficPolicy?: TrafficPolicy;
}

/** Spec of a DestinationRule. */
export interface DestinationRuleSpec {
  readonly host?: string;
  readonly exportTo?: readonly string[];
  readonly subsets?: readonly Subset[];
  readonly trafficPolicy?: TrafficPolicy;
  readonly workloadSelector?: { readonly matchLabels?: Readonly<Record<string, string>> };
}

/** One server of a Gateway. */
export interface Server {
  readonly port: { readonly number: number; readonly name?: string; readonly protocol: string };
  readonly bind?: string;
  readonly hosts?: readonly string[];
  readonly tls?: { readonly mode?: string; readonly httpsRedirect?: boolean };
}

/** Spec of a Gateway. */
export interface GatewaySpec {
  readonly selector?: Readonly<Record<string, string>>;
  readonly servers?: readonly Server[];
}

/** Spec of an EnvoyFilter. */
export interface EnvoyFilterSpec {
  readonly workloadSelector?: { readonly labels?: Readonly<Record<string, string>> };
  readonly configPatches?: readonly EnvoyPatch[];
}

/** A patch of an EnvoyFilter. Its value is Envoy's configuration, of which the fields that decide a way are typed. */
export interface EnvoyPatch {
  readonly applyTo?: string;
  readonly match?: {
    readonly context?: string;
    readonly cluster?: { readonly service?: string; readonly portNumber?: number };
    readonly routeConfiguration?: { readonly vhost?: { readonly name?: string } };
    readonly listener?: {
      readonly portNumber?: number;
      readonly name?: string;
      readonly filterChain?: { readonly sni?: string };
    };
  };
  readonly patch?: { readonly operation?: string; readonly value?: EnvoyValue };
}

/** A value that a patch adds to Envoy's configuration. */
export interface EnvoyValue {
  readonly name?: string;
  readonly type?: string;
  readonly cluster_type?: { readonly name?: string };
  readonly load_assignment?: {
    readonly endpoints?: readonly { readonly lb_endpoints?: readonly { readonly endpoint?: EnvoyEndpoint }[] }[];
  };
  readonly typed_config?: {
    readonly '@type'?: string;
    readonly cluster?: string;
    readonly allow_requests_without_proxy_protocol?: boolean;
  };
  readonly transport_socket?: object;
  readonly upstream_bind_config?: { readonly source_address?: { readonly address?: string } };
}

/** An address in Envoy's configuration. */
export interface EnvoyEndpoint {
  readonly address?: { readonly socket_address?: { readonly address?: string; readonly port_value?: number } };
}

/** Spec of a Sidecar. */
export interface SidecarSpec {
  readonly workloadSelector?: { readonly labels?: Readonly<Record<string, string>> };
  readonly egress?: readonly {
    readonly hosts?: readonly string[];
    readonly port?: { readonly number?: number };
  }[];
  readonly outboundTrafficPolicy?: {
    readonly mode?: string;
    readonly egressProxy?: NonNullable<RouteTarget['destination']>;
  };
}

/** Spec of a route of the Gateway API, as far as needed to find the hosts that the route decides. */
export interface ApiRouteSpec {
  readonly hostnames?: readonly string[];
  readonly parentRefs?: readonly ApiRef[];
  readonly rules?: unknown;
}

/** An object that a route of the Gateway API names. */
export interface ApiRef {
  readonly kind?: string;
  readonly name: string;
  readonly namespace?: string;
}
