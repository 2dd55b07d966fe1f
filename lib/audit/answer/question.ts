import { RequestProtocol } from '../model/request-protocol';
/** The workload that sends a request. */
export interface Caller {
  readonly namespace: string;
  /** `default` when absent. */
  readonly serviceAccount?: string;
  /** Labels of the pod. When absent, the pod has no label that a selector of the manifests names. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Whether the pod has a sidecar. */
  readonly hasSidecar: boolean;
  /** Whether the pod has the network of its node, to which network plugins apply no NetworkPolicies. */
  readonly hasHostNetwork?: boolean;
}

/** One request of a workload. */
export interface Question {
  readonly caller: Caller;
  /**
   * The host in lower case: the Host header, the SNI, or the dialed address for `tcp`. A wildcard such as `*.example.com` is
   * any name under the wildcard that no object names.
   */
  readonly host: string;
  readonly port: number;
  /** The address to which the name of the host resolves. When absent, the answer assumes an address of the internet. */
  readonly address?: string;
  /** `tls`: the application starts TLS and sends the host as SNI. `tcp`: the bytes carry no name. */
  readonly protocol: RequestProtocol;
  /** The method and the path of an HTTP request. @default - any method and any path */
  readonly method?: string;
  readonly path?: string;
}

/** Datagrams of a workload to a host. */
export interface Datagrams extends Omit<Question, 'protocol' | 'method' | 'path'> {
  readonly protocol: 'udp';
}

/** A request or datagrams of a workload. */
export type Asked = Question | Datagrams;

/** Returns the usual protocol at a port: TLS at 443, HTTP at 80, and bytes without a name at every other port. */
export function protocolAt(port: number): Question['protocol'] {
  return port === 443 ? 'tls' : port === 80 ? 'http' : 'tcp';
}
