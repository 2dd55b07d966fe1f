/** The statuses of answers, which differ by protocol. */

/** The status of an answer of a server: that of SMTP's HELP, of a gRPC stream, of an upgrade; 0 if the protocol has no status. */
const OF_ANSWER: Readonly<Record<string, number>> = { smtp: 214, grpc: 0, ws: 101, tftp: 0 };

/** The status with which the gateway refuses a request. */
const OF_REFUSAL: Readonly<Record<string, number>> = { http: 403, grpc: 7, ws: 403 };

/** An expected status; none for that of HTTP. */
type Status = { readonly status?: number };

/** Returns the status of an answer, if the protocol of a URL has another status than 200. */
export function statusOfAnswer(url: string): Status {
  return ofScheme(OF_ANSWER, url);
}

/** Returns the status of a refusal, if the protocol of a URL has one. */
export function statusOfRefusal(url: string): Status {
  return ofScheme(OF_REFUSAL, url);
}

function ofScheme(statuses: Readonly<Record<string, number>>, url: string): Status {
  const status = statuses[url.slice(0, url.indexOf(':'))];
  return status === undefined ? {} : { status };
}
