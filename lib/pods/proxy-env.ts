/** Environment variables that users set for the proxy. */
import { didYouMean } from '../input/did-you-mean';
import { EgressError } from '../input/egress-error';
import { mapOf } from '../input/shape';
import { assertText } from '../input/text';
import { assertLiteral } from '../input/token';

/**
 * The variables that change neither the certificates nor the configuration of the proxy, and that the injection does not set
 * (istio.io/istio `manifests/charts/istio-control/istio-discovery/files/gateway-injection-template.yaml` and
 * `pilot/cmd/pilot-agent/options/options.go`).
 */
const NAMES = ['EXIT_ON_ZERO_ACTIVE_CONNECTIONS', 'MINIMUM_DRAIN_DURATION', 'OTEL_RESOURCE_ATTRIBUTES'];

const read = mapOf("{ EXIT_ON_ZERO_ACTIVE_CONNECTIONS: 'true' }", (what, name, value) => {
  if (NAMES.includes(name)) return assertText(`${what}.${name}`, value, 'true');
  const nearest = didYouMean(name, NAMES);
  throw EgressError.of({
    code: 'EGR0313',
    problem: `${what} cannot have the variable ${name}`,
    got: name,
    allowed: NAMES.join(', '),
    fix: nearest === undefined ? `remove ${name} from ${what}` : `rename ${name} to ${nearest}`,
  });
});

/**
 * Reads the environment of the proxy.
 *
 * @throws EgressError for every variable that cannot be set
 */
export function readEnv(what: string, value: unknown): { [name: string]: string } {
  assertLiteral(what, value);
  return read(what, value);
}
