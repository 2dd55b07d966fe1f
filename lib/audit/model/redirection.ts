/**
 * The redirection of connections to the sidecar by ports and ranges, of one pod by its annotations, or of every pod by values of Istio's
 * Helm charts.
 */
import { addressRange, contains, isWide } from '../../network/address-range';
import { internetIn, internetOutside } from './address-set';
import { MeshSettings } from './settings';

/** Settings of the redirection. An absent setting leaves no connection out. */
export type Redirection = Pick<MeshSettings, 'excludeOutboundPorts' | 'excludeIPRanges' | 'includeIPRanges'>;

const FIELDS = ['excludeOutboundPorts', 'excludeIPRanges', 'includeIPRanges'] as const;

/** The annotation of a pod for each setting. */
export const REDIRECTION_ANNOTATIONS: { readonly [Field in (typeof FIELDS)[number]]: string } = {
  excludeOutboundPorts: 'traffic.sidecar.istio.io/excludeOutboundPorts',
  excludeIPRanges: 'traffic.sidecar.istio.io/excludeOutboundIPRanges',
  includeIPRanges: 'traffic.sidecar.istio.io/includeOutboundIPRanges',
};

/** Returns the settings of a pod. */
export function redirectionOfPod(annotations: Readonly<Record<string, string>>): Redirection {
  const { excludeOutboundPorts, excludeIPRanges, includeIPRanges } = REDIRECTION_ANNOTATIONS;
  return {
    excludeOutboundPorts: annotations[excludeOutboundPorts],
    excludeIPRanges: annotations[excludeIPRanges],
    includeIPRanges: annotations[includeIPRanges],
  };
}

/** A connection of an application. */
export interface Dialled {
  readonly port: number;
  /** Absent for a host whose address is unknown: an address of the internet of IPv4. */
  readonly address: string | undefined;
}

/**
 * Returns the setting by which a connection does not pass the sidecar. An unknown address is in every wide range of the internet, and in
 * included ranges that are the internet together.
 */
export function leftOutBy(redirection: Redirection, { port, address }: Dialled): keyof Redirection | undefined {
  return FIELDS.find((field) => {
    const value = redirection[field];
    if (value === undefined) return false;
    const texts = textsOf(value);
    if (field !== 'includeIPRanges') {
      if (texts.includes('*')) return true;
      return field === 'excludeOutboundPorts' ? texts.includes(String(port)) : isInOne(texts, address);
    }
    if (texts.includes('*')) return false;
    if (address === undefined) return internetOutside(texts).length > 0;
    return !texts.some((text) => contains(text, address));
  });
}

function isInOne(ranges: readonly string[], address: string | undefined): boolean {
  if (address === undefined) return ranges.flatMap((range) => internetIn(range)).some(isWide);
  return ranges.some((range) => contains(range, address));
}

/**
 * Returns whether every connection to the internet of IPv4 passes the sidecar. A malformed setting lets connections pass around the
 * sidecar.
 */
export function redirectsInternet(redirection: Redirection): boolean {
  const { excludeOutboundPorts = '', excludeIPRanges = '', includeIPRanges = '*' } = redirection;
  const [excluded, included] = [textsOf(excludeIPRanges), textsOf(includeIPRanges)];
  const isPrivate = excluded.every((text) => addressRange(text) !== undefined && internetIn(text).length === 0);
  const isWhole = included.includes('*') || internetOutside(included).length === 0;
  return textsOf(excludeOutboundPorts).length === 0 && isPrivate && isWhole;
}

function textsOf(list: string): readonly string[] {
  return list.split(',').flatMap((text) => text.trim() || []);
}
