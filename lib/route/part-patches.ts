import { JsonPatch } from 'cdk8s';
import { readEach } from '../input/collect';
import { EgressError } from '../input/egress-error';
import { ExternalHost } from '../mesh/external-host';
import { RoutePart } from '../mesh/route-part';
import { Json, placeOf } from '../render/istio/route-parts';

/** Patches of a part of a host's objects. */
export interface PartPatches {
  /** Path of the route. */
  readonly owner: string;
  /** The port of the route. */
  readonly port: number;
  readonly part: RoutePart;
  readonly patches: readonly JsonPatch[];
}

/** The operation of a JSON patch (RFC 6902). */
interface Operation {
  readonly op: string;
  readonly path: string;
  readonly from?: string;
}

const EXAMPLE = "JsonPatch.add('/timeout', '5s')";

/**
 * Rejects arguments of `route.patch` that are not JSON patches.
 *
 * @throws EgressError for no patch, and for every argument that is not a patch with paths
 */
export function assertPatches(patches: readonly JsonPatch[]): void {
  if (patches.length === 0) throw notPatches('route.patch must have a patch', patches);
  readEach(patches, (patch, index) => {
    const what = `argument ${index + 2} of route.patch`;
    if (!isPatch(patch)) throw notPatches(`${what} must be a JsonPatch`, patch);
    const { path, from = '' } = operationOf(patch);
    const malformed = [path, from].find((pointer) => !/^(\/|$)/.test(pointer));
    if (malformed !== undefined) throw notPatches(`the path of ${what} must begin with a slash`, malformed);
  });
}

/** Returns whether a value is a JSON patch, of any copy of cdk8s. Its prototype has no operation. */
function isPatch(value: unknown): value is JsonPatch {
  const patch = value as Partial<JsonPatch> | null | undefined;
  return typeof patch?._toJson === 'function' && typeof (patch._toJson() as Partial<Operation>)?.path === 'string';
}

function notPatches(problem: string, got: unknown): EgressError {
  const fix = `write route.patch(RoutePart.GATEWAY_ROUTE, ${EXAMPLE})`;
  return EgressError.of({ code: 'EGR0804', problem, got, allowed: 'JSON patches, as separate arguments', fix });
}

/**
 * Applies patches to the parts that are in one object of a host.
 *
 * @param id id of the construct of the object
 * @throws EgressError for a patch whose part or path does not exist
 */
export function withPatchedParts(
  manifest: object,
  id: string,
  external: ExternalHost,
  all: readonly PartPatches[],
): object {
  const { spec } = manifest as { readonly spec: Json };
  const found = all.flatMap((each) => {
    const port = external.ports.find(({ number }) => number === each.port);
    const place = port && placeOf(each.part, external, port);
    return place?.id === id ? [{ ...each, entries: place.find(spec) }] : [];
  });
  // Every part is found before the first patch, which may change what parts are found by.
  for (const { entries, owner, part, patches } of found) {
    if (entries.length === 0) throw noSuchPart(external, part).at(owner);
    for (const { list, index } of entries) {
      list[index] = patches.reduce((entry, patch) => patched(entry, patch, part, owner), list[index]);
    }
  }
  return manifest;
}

function noSuchPart({ host }: ExternalHost, part: RoutePart): EgressError {
  return EgressError.of({
    code: 'EGR0804',
    problem: `host ${host.name} must have the part that route.patch names`,
    got: part,
    allowed: 'a part that the objects of the host have',
    fix: `remove the patch of RoutePart.${part}, or patch route.objects`,
  });
}

function patched(entry: Json, patch: JsonPatch, part: RoutePart, owner: string): Json {
  const { op, path, from } = operationOf(patch);
  const needed = { remove: path, replace: path, copy: from, move: from }[op];
  try {
    if (needed === undefined || exists(entry, needed)) return JsonPatch.apply(entry, patch) as Json;
  } catch {
    // Reported below.
  }
  throw EgressError.of({
    code: 'EGR0804',
    problem: `a patch of RoutePart.${part} must apply`,
    got: operationOf(patch),
    allowed: `paths inside the part: ${JSON.stringify(entry)}`,
    fix: 'write a path that begins at the part, such as "/timeout", and add the objects around it first',
  }).at(owner);
}

/** Returns whether a JSON pointer (RFC 6901) has a value. cdk8s removes and replaces values that do not exist without an error. */
function exists(entry: Json, pointer: string): boolean {
  const [, ...keys] = pointer.split('/').map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  let inner: unknown = entry;
  for (const key of keys) {
    if (typeof inner !== 'object' || inner === null || !Object.hasOwn(inner, key)) return false;
    inner = (inner as Readonly<Record<string, unknown>>)[key];
  }
  return true;
}

function operationOf(patch: JsonPatch): Operation {
  return patch._toJson() as Operation;
}
