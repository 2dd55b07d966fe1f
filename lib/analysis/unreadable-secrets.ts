import { ExternalHost } from '../mesh/external-host';
import { GatewayFacts, gatewayKey } from '../mesh/gateway';
import { InputError } from '../input/input-error';

/**
 * What is wrong where hosts need Secrets of a gateway that may not read them: it would answer 503 for them, without a word.
 */
export function unreadableSecrets(gateway: GatewayFacts, externals: readonly ExternalHost[]): readonly string[] {
  const needy = externals.filter(
    (external) =>
      gatewayKey(external.gateway) === gatewayKey(gateway) &&
      external.ports.some(({ origination }) => origination?.credentialName !== undefined),
  );
  if (needy.length === 0) return [];
  const { message } = new InputError({
    problem: `gateway ${gatewayKey(gateway)} may not read the secrets of its hosts`,
    got: needy.map(({ host }) => host.name),
    allowed: 'credentialName on routes of a gateway that may read secrets',
    fix: 'write GatewayWorkload.deployment({ readSecrets: true }), or caCertificates in the place of credentialName',
  });
  return [message];
}
