import { placesOf } from '../../answer/failure-places';
import { FailedRequest, fixOfFailure } from '../../answer/fix-of-failure';
import { Evidence, keyOfPlace } from '../../manifest/evidence';
import { nameOf } from '../../manifest/manifest';
import { Cause } from '../../model/broken';
import { few } from '../../model/sentence';
import { Mesh } from '../../model/mesh';
import { perMesh } from '../../model/per-mesh';
import { BrokenWay } from '../../way/types';
import { Hit } from '../rule';
import { clients, DeclaredWay, HostWays, hostWays } from './host-ways';
import { hostPort } from '../../model/host-port';

/** Requests to declared hosts that fail for one reason at one place. */
export interface Failure<C extends Cause = Cause> extends FailedRequest {
  readonly cause: C;
  /** The value that decides, and further values of the reason. */
  readonly place: Evidence;
  readonly others: readonly Evidence[];
  /** `edition.cnn.com:443` */
  readonly targets: readonly string[];
  /** Whether the request reached a gateway. */
  readonly isAtGateway: boolean;
  readonly first: DeclaredWay;
}

interface Group {
  readonly ways: { readonly declared: DeclaredWay; readonly way: BrokenWay; readonly of: HostWays }[];
}

/** Returns the failures of a mesh. */
const failures: (mesh: Mesh) => readonly Failure[] = perMesh((mesh) => {
  const groups = new Map<string, Group>();
  for (const of of hostWays(mesh)) {
    for (const declared of of.ways) {
      const { way } = declared;
      if (way.kind !== 'broken') continue;
      const [place] = placesOf(way);
      if (place === undefined) continue;
      const key = JSON.stringify([keyOfPlace(place), keyOf(way)]);
      const group = groups.get(key) ?? { ways: [] };
      groups.set(key, group);
      group.ways.push({ declared, way, of });
    }
  }
  return [...groups.values()].flatMap(failureOf);
});

/** Clients of several namespaces that do not see an object fail for one cause. */
function keyOf({ cause, reason }: BrokenWay): unknown {
  return 'viewer' in cause ? { ...cause, viewer: undefined } : reason;
}

function failureOf({ ways }: Group): readonly Failure[] {
  const [first] = ways;
  if (first === undefined) return [];
  const [place, ...others] = placesOf(first.way);
  if (place === undefined) return [];
  return [
    {
      cause: first.way.cause,
      request: first.declared.request,
      way: first.way,
      place,
      others,
      targets: [...new Set(ways.map(({ declared: { request } }) => hostPort(request.host, request.port)))],
      from: clients(
        ways.map(({ declared }) => declared.request.clientNamespace),
        first.of.namespaces,
      ),
      isAtGateway: first.way.connections.length > 0,
      first: first.declared,
    },
  ];
}

type OfKind<Kind> = Cause & { readonly kind: Kind };

/** Returns the failures with one of the causes. */
export function failuresOf<Kind extends Cause['kind']>(
  mesh: Mesh,
  ...kinds: readonly Kind[]
): readonly Failure<OfKind<Kind>>[] {
  const asked = new Set<string>(kinds);
  return failures(mesh).filter((failure): failure is Failure<OfKind<Kind>> => asked.has(failure.cause.kind));
}

/** Returns the hit of a failure. */
export function hitOf(mesh: Mesh, failure: Failure): Hit {
  const { place, targets, from, way } = failure;
  const message = `Requests to ${few(targets)} from ${from} fail at ${nameOf(place.manifest)}: ${way.reason}`;
  return { ...place, message, fix: fixOfFailure(mesh, failure) };
}
