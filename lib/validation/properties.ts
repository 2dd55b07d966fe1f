import { parseBoolean } from '../input/boolean';
import { readAll } from '../input/collect';
import { EgressError } from '../input/egress-error';
import { parseDnsLabel } from '../input/kubernetes-name';
import { assertKnownProperties, PropertyNames } from '../input/properties';

/** Properties of the plugin, in `properties` of an entry of `validations` in `cdk8s.yaml`. */
export interface EgressValidationProperties {
  /**
   * Path of a file with settings of the mesh, from the folder of `cdk8s.yaml`. The forms are those of the option `--mesh` of the command.
   * @default - the ConfigMap `istio`, an `IstioOperator` or an `Istio` among the manifests, else the settings of Istio's default profile
   */
  readonly meshFile?: string | undefined;
  /**
   * The namespace of objects without `metadata.namespace`, as of `kubectl apply --namespace`.
   * @default - `default`, which is an assumption of the report
   */
  readonly namespace?: string | undefined;
  /**
   * The lowest level of the findings in the report: `error`, `warning` or `note`.
   * @default warning
   */
  readonly minLevel?: 'error' | 'warning' | 'note' | undefined;
  /**
   * The lowest level of a finding with which `cdk8s synth` fails: `error`, `warning` or `never`.
   * @default error
   */
  readonly failOn?: 'error' | 'warning' | 'never' | undefined;
  /**
   * Whether the report has the findings that annotations of objects suppress, with their reasons. `cdk8s synth` never fails with these.
   * @default false
   */
  readonly showSuppressed?: boolean | undefined;
}

/** The properties, complete. */
export interface ReadProperties {
  readonly meshFile?: string | undefined;
  readonly namespace?: string | undefined;
  readonly minLevel: (typeof MIN_LEVELS)[number];
  readonly failOn: (typeof FAIL_ON)[number];
  readonly showSuppressed: boolean;
}

const NAMES: PropertyNames<EgressValidationProperties> = {
  meshFile: true,
  namespace: true,
  minLevel: true,
  failOn: true,
  showSuppressed: true,
};

const HINTS = { mesh: 'meshFile', level: 'minLevel', noSuppress: 'showSuppressed' };

const MIN_LEVELS = ['error', 'warning', 'note'] as const;
const FAIL_ON = ['error', 'warning', 'never'] as const;

/**
 * Reads the properties.
 *
 * @throws EgressError for every unknown property, and for every malformed value
 */
export function parseProperties(given: EgressValidationProperties): ReadProperties {
  assertKnownProperties('EgressValidation', given, NAMES, HINTS);
  const { meshFile, namespace, minLevel = 'warning', failOn = 'error', showSuppressed = false } = given;
  return readAll({
    meshFile: () => parsePath(meshFile),
    namespace: () => (namespace === undefined ? undefined : parseDnsLabel('namespace', namespace)),
    minLevel: () => parseChoice('minLevel', minLevel, MIN_LEVELS),
    failOn: () => parseChoice('failOn', failOn, FAIL_ON),
    showSuppressed: () => parseBoolean('showSuppressed', showSuppressed),
  });
}

function parsePath(path: unknown): string | undefined {
  if (path === undefined || (typeof path === 'string' && path !== '')) return path;
  const problem = 'meshFile must be a path';
  throw EgressError.of({ code: 'EGR0103', problem, got: path, allowed: 'a text', fix: 'write meshFile: mesh.yaml' });
}

function parseChoice<Choice extends string>(what: string, value: unknown, choices: readonly Choice[]): Choice {
  const found = choices.find((each) => each === value);
  if (found !== undefined) return found;
  const fix = `write ${what}: ${choices[0]}`;
  const problem = `${what} must be a level`;
  throw EgressError.of({ code: 'EGR0103', problem, got: value, allowed: choices.join(', '), fix });
}
