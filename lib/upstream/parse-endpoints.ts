import { Host } from '../host/host';
import { EgressError } from '../input/egress-error';
import { listOf, Reader, structOf, wholeNumber } from '../input/shape';
import { assignment } from '../input/source-text';
import { parseAddress } from '../network/ip-addresses';
import { literal } from './literal';
import { locality } from './locality';
import { UpstreamEndpoint } from './upstream-endpoint';

const ENDPOINT = "{ address: 'east.example.com', locality: 'us-east' }";

const address: Reader<string> = (what, value) => {
  const isAddress = typeof value === 'string' && /^[\d.]+$|:/.test(value) && !value.includes('/');
  return isAddress ? parseAddress(value, what) : Host.parse(value, what).name;
};

const endpoints = literal(
  listOf<UpstreamEndpoint>(
    `[${ENDPOINT}]`,
    literal(
      structOf<UpstreamEndpoint>(
        ENDPOINT,
        // Envoy adds the weights of a locality up, in 32 bits.
        { address, locality: locality(), weight: literal(wholeNumber(1, 10_000)) },
        { required: ['address'] },
      ),
    ),
  ),
);

/**
 * Reads endpoints. Returns them sorted by address, since their order has no meaning. Names are lower case, addresses canonical.
 *
 * @throws EgressError if the list is empty, and for every malformed or repeated endpoint
 */
export const readEndpoints: Reader<readonly UpstreamEndpoint[]> = (what, value) => {
  const read = endpoints(what, value);
  if (read.length === 0) {
    const fix = `write ${assignment(what, `[${ENDPOINT}]`)}, or remove ${what}`;
    throw malformed('EGR0105', `${what} must not be empty`, [], fix);
  }
  const addresses = read.map((endpoint) => endpoint.address);
  const repeated = addresses.findIndex((each, index) => addresses.indexOf(each) !== index);
  if (repeated >= 0) {
    throw malformed(
      'EGR0106',
      `${what} must not repeat ${addresses[repeated]}`,
      addresses,
      `remove ${what}[${repeated}]`,
    );
  }
  return read.sort((a, b) => (a.address < b.address ? -1 : 1));
};

function malformed(code: 'EGR0105' | 'EGR0106', problem: string, got: unknown, fix: string): EgressError {
  return EgressError.of({ code, problem, got, allowed: 'one endpoint or more, each once', fix });
}
