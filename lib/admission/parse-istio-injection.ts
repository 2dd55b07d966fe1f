import { assertThat } from '../input/assert-that';
import { parseBoolean } from '../input/boolean';
import { readEach } from '../input/collect';
import { EgressError } from '../input/egress-error';
import { parseSet } from '../input/list';
import { PropertyNames, readProperties } from '../input/properties';
import { sortedByKey } from '../input/sorted-by-key';
import { isPlainObject } from '../input/source-text';
import { assertText } from '../input/text';
import { assertLiteral } from '../input/token';
import { IstioInjectionModel } from '../mesh/istio-injection-model';
import { IstioInjectionOptions } from './istio-injection-options';
import { parseTexts, TextForm } from './parse-texts';

const OPTIONS: PropertyNames<IstioInjectionOptions> = {
  proxyImages: true,
  proxyConfigs: true,
  proxyEnv: true,
  proxyInitArgs: true,
  proxyMounts: true,
  enablePrometheusMerge: true,
  proxyUserId: true,
};

const RELEASES = ['docker.io/istio/proxyv2', 'gcr.io/istio-release/proxyv2', 'registry.istio.io/release/proxyv2'];

/** `DefaultProxyUID` in istio.io/istio. */
const PROXY_USER_ID = 1337;

/**
 * Reads the settings of the containers that a mesh injects.
 *
 * @param what subject of an error for an unknown option
 * @throws EgressError that names every malformed option
 */
export function parseIstioInjection(what: string, options: IstioInjectionOptions): IstioInjectionModel {
  return readProperties(what, options, OPTIONS, (given) => {
    const { proxyImages = RELEASES, proxyEnv = {}, proxyInitArgs = [], proxyUserId = PROXY_USER_ID } = given;
    const { enablePrometheusMerge = false } = given;
    return {
      proxyImages: () => parseImages(proxyImages),
      proxyConfigs: () => parseTexts('proxyConfigs', given.proxyConfigs, CONFIGS),
      proxyEnv: () => parseEnv(proxyEnv),
      proxyInitArgs: () => parseInitArgs(proxyInitArgs),
      proxyMounts: () => parseTexts('proxyMounts', given.proxyMounts, MOUNTS),
      enablePrometheusMerge: () => parseBoolean('enablePrometheusMerge', enablePrometheusMerge),
      proxyUserId: () => parseUserId(proxyUserId),
    };
  });
}

const CONFIGS: TextForm = {
  form: /\S/,
  predicate: 'be the text of a configuration',
  example: `'{"holdApplicationUntilProxyStarts":true}'`,
};
const MOUNTS: TextForm = {
  form: /^[a-z0-9-]+:\/[^:]+$/,
  predicate: 'be a mount as VOLUME:PATH',
  example: "'vault-token:/var/run/vault'",
};

const IMAGE = /^[a-z0-9.-]+(:\d+)?(\/[a-z0-9._-]+)+$/;

function parseImages(images: readonly string[]): readonly string[] {
  return parseSet(images, {
    what: 'proxyImages',
    parse: (image, what) => {
      if (typeof image === 'string' && IMAGE.test(image)) return image;
      throw EgressError.of({
        code: 'EGR0701',
        problem: `${what} must be the repository of an image`,
        got: image,
        allowed: 'registry/path, without a tag and without a digest',
        fix: `write the image of the istio-proxy container up to its tag: "${RELEASES[0]}"`,
      });
    },
    allowed: 'one repository or more',
    example: `["${RELEASES[0]}"]`,
  });
}

function parseEnv(env: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  assertLiteral('proxyEnv', env);
  const entries = isPlainObject(env) ? Object.entries(env) : [];
  const sound =
    isPlainObject(env) && entries.every(([name, value]) => /^[A-Za-z_]\w*$/.test(name) && typeof value === 'string');
  assertThat(sound, 'proxyEnv', 'map names of variables to text', env, "{ ISTIO_META_DNS_CAPTURE: 'true' }");
  readEach(entries, ([name, value]) => assertText(`proxyEnv.${name}`, value));
  return sortedByKey(env);
}

/** The order of arguments has a meaning. */
function parseInitArgs(values: readonly string[]): readonly string[] {
  assertLiteral('proxyInitArgs', values);
  const isList =
    Array.isArray(values) && Array.from(values).every((value) => typeof value === 'string' && !value.includes('|'));
  const sound = isList && (values.length === 0 || values[0] === 'istio-iptables');
  const predicate = 'be a list of texts without "|" that begins with istio-iptables';
  assertThat(sound, 'proxyInitArgs', predicate, values, "['istio-iptables', '-p', '15001']");
  readEach(values, (value, index) => assertText(`proxyInitArgs[${index}]`, value));
  return [...values];
}

/** Traffic of root cannot be exempt from the redirection: every container that is root could leave. */
function parseUserId(id: number): number {
  const sound = Number.isInteger(id) && id > 0 && id < 2 ** 31;
  assertThat(sound, 'proxyUserId', 'be a user id other than 0', id, String(PROXY_USER_ID));
  return id;
}
