/**
 * Envoy's access log in Istio's default text format (`accesslog.go` of istio.io/istio `pilot/pkg/model`), or with the JSON fields
 * of `AccessLog.JSON`.
 */

export interface AccessLogLine {
  readonly text: string;
  readonly flags: string;
  /** Why, e.g. `via_upstream` or `rbac_access_denied_matched_policy[none]`. */
  readonly details: string;
  readonly cluster: string;
  /** The bytes that the client sent and received inside its TLS. */
  readonly bytes: readonly [received: string, sent: string];
  /** The proxy's end of the connection to the server. */
  readonly upstreamLocal: string;
  /** The client's end of its connection to the proxy. */
  readonly downstreamRemote: string;
}

/**
 * Whether a line is of a connection that ended in the TLS handshake: not a byte passed, and the proxy connected to no host.
 */
export function endedInHandshake({ details, cluster, upstreamLocal, bytes }: AccessLogLine): boolean {
  return [details, cluster, upstreamLocal, ...bytes].join() === '- -,-,-,0,0';
}

/** Where fields stand; quoted ones count as one. */
const FIELD = {
  flags: 3,
  details: 4,
  termination: 5,
  received: 7,
  sent: 8,
  cluster: 16,
  upstreamLocal: 17,
  downstreamRemote: 19,
  all: 21,
};

/** The lines of a log that are access log lines. */
export function accessLogLines(log: string): AccessLogLine[] {
  return log.split('\n').flatMap((text) => {
    const line = parse(text);
    return line === undefined ? [] : [line];
  });
}

/** The text of a line and, since a gateway may be its own next hop, of those of the connections before and after it. */
export function withOwnHops(line: AccessLogLine | undefined, all: readonly AccessLogLine[]): string | undefined {
  if (line === undefined) return undefined;
  const before = (to: AccessLogLine): AccessLogLine[] =>
    all.filter((each) => isNext(each, to)).flatMap((each) => [...before(each), each]);
  const after = (from: AccessLogLine): AccessLogLine[] =>
    all.filter((each) => isNext(from, each)).flatMap((each) => [each, ...after(each)]);
  return [...before(line), line, ...after(line)].map(({ text }) => text).join('\n');
}

function isNext(from: AccessLogLine, to: AccessLogLine): boolean {
  return isLoopback(from.upstreamLocal) && from.upstreamLocal === to.downstreamRemote;
}

/** Whether an address with its port is the proxy's own. */
export function isLoopback(address: string): boolean {
  return address.startsWith('127.');
}

function parse(text: string): AccessLogLine | undefined {
  return text.startsWith('{') ? parseJson(text) : parseText(text);
}

function parseJson(text: string): AccessLogLine | undefined {
  const fields = readJson(text);
  if (fields?.['start_time'] === undefined) return undefined;
  const at = (name: string): string => String(fields[name] ?? '-');
  return {
    text,
    flags: at('response_flags'),
    details: `${at('response_code_details')} ${at('connection_termination_details')}`,
    cluster: at('upstream_cluster'),
    bytes: [at('bytes_received'), at('bytes_sent')],
    upstreamLocal: at('upstream_local_address'),
    downstreamRemote: at('downstream_remote_address'),
  };
}

function readJson(text: string): Readonly<Record<string, string | number | null>> | undefined {
  try {
    return JSON.parse(text) as Readonly<Record<string, string | number | null>>;
  } catch {
    return undefined;
  }
}

function parseText(text: string): AccessLogLine | undefined {
  const fields = /^\[\d{4}-/.test(text) ? (text.match(/"[^"]*"|\S+/g) ?? []) : [];
  if (fields.length < FIELD.all) return undefined;
  const at = (index: number): string => fields[index] ?? '';
  return {
    text,
    flags: at(FIELD.flags),
    details: `${at(FIELD.details)} ${at(FIELD.termination)}`,
    cluster: at(FIELD.cluster),
    bytes: [at(FIELD.received), at(FIELD.sent)],
    upstreamLocal: at(FIELD.upstreamLocal),
    downstreamRemote: at(FIELD.downstreamRemote),
  };
}
