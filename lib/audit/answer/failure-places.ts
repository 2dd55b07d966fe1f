import { Evidence } from '../manifest/evidence';
import { BrokenWay } from '../way/types';

/** Returns the evidence of a failure, else that of the station before the failure; of each the part of the path that exists. */
export function placesOf({ decidedBy, hops }: BrokenWay): readonly Evidence[] {
  const evidence = decidedBy.length > 0 ? decidedBy : (hops[hops.length - 1]?.decidedBy ?? []);
  return evidence.map((place) => {
    const { manifest, path = [] } = place;
    let value: unknown = manifest;
    const exists = path.findIndex((key) => {
      value = (value as Record<string | number, unknown> | undefined)?.[key];
      return value === undefined;
    });
    return exists < 0 ? place : { manifest, path: path.slice(0, exists) };
  });
}
