import { didYouMean } from '../../input/did-you-mean';
import { groupBy } from '../../input/group-by';
import { Path } from '../manifest/manifest';
import { isMapping } from '../manifest/objects';
import { valueAt } from '../manifest/value-at';
import { SETTINGS_FIELDS } from './settings-fields';
import { MeshSettings } from './settings';

/** The settings of a file, and the mistakes in the file. */
export interface ReadSettings {
  readonly settings: MeshSettings;
  readonly mistakes: readonly SettingsMistake[];
}

/** A mistake in settings of the mesh. */
export interface SettingsMistake {
  readonly path: Path;
  readonly message: string;
  readonly fix: string;
}

/** A mapping of settings, and its path. */
interface Place {
  readonly at: Path;
  readonly mapping: Readonly<Record<string, unknown>>;
}

const NAMES = Object.keys(SETTINGS_FIELDS) as (keyof MeshSettings)[];

/** The paths of the settings in a place, by the path of the mapping. */
const PATHS = groupBy(
  NAMES.flatMap((name) => [[name], ...(SETTINGS_FIELDS[name].helm ?? [])]),
  (path) => path.slice(0, -1).join('.'),
);

/** A field of Istio that is no setting, with nearly the name of a setting. */
const NO_SETTING = 'includeOutboundPorts';

/**
 * Reads the settings of a mesh from the value of a file: a MeshConfig of Istio, values of Helm with `meshConfig`, an `IstioOperator`,
 * or an `Istio` of the sail operator. Beside the fields of Istio, a file can have `clusterDomain`, `gatewayServices`,
 * `namespaceLabels` and `revision` of {@link MeshSettings}. Other fields of Istio are ignored.
 *
 * @see istio.io/docs/reference/config/istio.mesh.v1alpha1
 */
export function readSettings(value: unknown): ReadSettings {
  const places = placesOf(value);
  if (places === undefined) {
    const message = 'the settings of the mesh must be a mapping';
    return {
      settings: {},
      mistakes: [{ path: [], message, fix: 'write fields of a MeshConfig: rootNamespace: istio-system' }],
    };
  }
  const mistakes = places.flatMap(misspelt);
  const settings = Object.fromEntries(
    NAMES.flatMap((name) => {
      const found = find(name, places);
      if (found === undefined) return [];
      const { parse, allowed } = SETTINGS_FIELDS[name];
      const setting = parse(found.value);
      if (setting !== undefined) return [[name, setting]];
      const message = `${found.path.join('.')} must be ${allowed}: got ${JSON.stringify(found.value)}`;
      mistakes.push({ path: found.path, message, fix: `write ${allowed}` });
      return [];
    }),
  );
  return { settings, mistakes };
}

/** Returns the mappings in which settings are, the one that applies first. */
function placesOf(value: unknown): readonly Place[] | undefined {
  if (!isMapping(value)) return undefined;
  const { kind, spec } = value;
  const root = { at: [], mapping: value };
  if (kind === 'IstioOperator' || kind === 'Istio') return [...inside(root, 'spec'), ...inside(root, 'spec', 'values')];
  if (spec !== undefined && kind !== undefined) return undefined;
  return [...inside(root, 'meshConfig'), root];

  function inside(from: Place, ...path: readonly string[]): readonly Place[] {
    const mapping = valueAt(from.mapping, path);
    if (!isMapping(mapping)) return [];
    const place = { at: [...from.at, ...path], mapping };
    return path.includes('meshConfig') ? [place] : [...inside(place, 'meshConfig'), place];
  }
}

/** Returns the value of a setting at the first place that has the setting. */
function find(name: keyof MeshSettings, places: readonly Place[]): { path: Path; value: unknown } | undefined {
  const paths = [[name], ...(SETTINGS_FIELDS[name].helm ?? [])];
  for (const { at, mapping } of places) {
    for (const path of paths) {
      const value = valueAt(mapping, path);
      if (value !== undefined && value !== null) return { path: [...at, ...path], value };
    }
  }
  return undefined;
}

/** A field that is nearly one of the settings would be ignored as a field of Istio. */
function misspelt({ at, mapping }: Place): readonly SettingsMistake[] {
  return [...PATHS.values()].flatMap((paths) => {
    const outer = paths[0]?.slice(0, -1) ?? [];
    const inner = valueAt(mapping, outer);
    const names = [...paths.flatMap((path) => path.slice(-1)), NO_SETTING];
    return isMapping(inner) ? misspeltFields([...at, ...outer], Object.keys(inner), names) : [];
  });
}

function misspeltFields(at: Path, fields: readonly string[], names: readonly string[]): readonly SettingsMistake[] {
  return fields.flatMap((field) => {
    const near = names.includes(field) ? undefined : didYouMean(field, names);
    if (near === undefined) return [];
    return [{ path: [...at, field], message: `${[...at, field].join('.')} is unknown`, fix: `write ${near}` }];
  });
}
