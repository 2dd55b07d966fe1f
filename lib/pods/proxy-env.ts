/** Environment variables that users set for the proxy. */
import { didYouMean } from '../input/did-you-mean';
import { EgressError } from '../input/egress-error';
import { mapOf } from '../input/shape';
import { assertText } from '../input/text';
import { assertLiteral } from '../input/token';

/** The values of a variable. */
interface Values {
  readonly form: RegExp;
  readonly allowed: string;
  readonly example: string;
}

/**
 * The variables that change neither the certificates nor the configuration of the proxy, and that the injection does not set
 * (istio.io/istio `manifests/charts/istio-control/istio-discovery/files/gateway-injection-template.yaml` and
 * `pilot/cmd/pilot-agent/options/options.go`).
 */
const VALUES: Readonly<Record<string, Values>> = {
  EXIT_ON_ZERO_ACTIVE_CONNECTIONS: { form: /^(true|false)$/, allowed: '"true" or "false"', example: 'true' },
  MINIMUM_DRAIN_DURATION: {
    form: /^(\d+(\.\d+)?(ms|s|m|h))+$/,
    allowed: 'a duration with units: ms, s, m or h',
    example: '10s',
  },
  OTEL_RESOURCE_ATTRIBUTES: {
    form: /^(?![^]*\$\()/,
    allowed: 'text without "$(", which the kubelet replaces by the value of another variable',
    example: 'team=network',
  },
};

const NAMES = Object.keys(VALUES);

const read = mapOf("{ EXIT_ON_ZERO_ACTIVE_CONNECTIONS: 'true' }", (what, name, value) => {
  if (NAMES.includes(name)) {
    assertText(`${what}.${name}`, value, 'true');
    return assertValue(what, name, value);
  }
  const nearest = didYouMean(name, NAMES);
  throw EgressError.of({
    code: 'EGR0313',
    problem: `${what} cannot have the variable ${name}`,
    got: name,
    allowed: NAMES.join(', '),
    fix: nearest === undefined ? `remove ${name} from ${what}` : `rename ${name} to ${nearest}`,
  });
});

function assertValue(what: string, name: string, value: string): void {
  const { form, allowed, example } = VALUES[name] as Values;
  if (form.test(value)) return;
  throw EgressError.of({
    code: 'EGR0314',
    problem: `${what}.${name} must have a value that is read as written`,
    got: value,
    allowed,
    fix: `write ${what}: { ${name}: ${JSON.stringify(example)} }`,
  });
}

/**
 * Reads the environment of the proxy.
 *
 * @throws EgressError for every variable that cannot be set, and for every malformed value
 */
export function readEnv(what: string, value: unknown): { [name: string]: string } {
  assertLiteral(what, value);
  return read(what, value);
}
