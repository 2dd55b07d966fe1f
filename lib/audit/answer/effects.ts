import { Asked } from './question';

/** The places where a request ends. */
export type End =
  /** The host is unknown to the sidecar. */
  | 'unknown'
  /** A policy of the gateway denies the request. */
  | 'denied'
  /** The gateway does not accept the certificate of the caller. */
  | 'handshake'
  /** The sidecar cannot connect. */
  | 'sidecar'
  /** The application itself cannot connect. */
  | 'application'
  /** The gateway cannot connect. */
  | 'gateway';

/** Returns what the application sees, as a sentence without its end. */
export function effectOf(end: End, protocol: Asked['protocol']): string {
  if (end === 'application') return 'the connection of the application times out, or is refused';
  const { status, reason } = STATUS[end];
  if (protocol === 'http') return `the application receives ${status} (${reason})`;
  return `the connection of the application is reset before a byte of the host arrives`;
}

const STATUS: Readonly<Record<Exclude<End, 'application'>, { readonly status: number; readonly reason: string }>> = {
  unknown: { status: 502, reason: 'BlackHoleCluster' },
  denied: { status: 403, reason: 'RBAC: access denied' },
  handshake: { status: 503, reason: 'upstream connect error' },
  sidecar: { status: 503, reason: 'upstream connect error' },
  gateway: { status: 503, reason: 'upstream connect error' },
};
