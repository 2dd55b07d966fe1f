import { SHARED_CHECKS } from '../../input/shared-checks';
import { nameOf } from '../manifest/manifest';
import { pathText } from '../manifest/path-text';
import { Rule } from './rule';
import { originationsOf } from './shared/origination';

/** TLS of a gateway that accepts every certificate. */
export const UNVERIFIED_CERTIFICATES: Rule = {
  code: 'EGR2008',
  level: 'warning',
  title: SHARED_CHECKS.EGR2008,
  effect:
    'A machine between the gateway and the host can read and change the requests. `insecureSkipVerify` turns the verification of the ' +
    'chain and of the names off.',
  sources: ['https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings'],
  check: (mesh) =>
    originationsOf(mesh)
      .filter(({ settings }) => settings.insecureSkipVerify)
      .map(({ exit, evidence: { manifest, path } }) => ({
        manifest,
        path: [...path, 'insecureSkipVerify'],
        message: `${nameOf(manifest)} has insecureSkipVerify: true, so the gateway accepts every certificate as ${exit.host}`,
        fix: `remove insecureSkipVerify from ${pathText(path)}, and name the authority of the host in caCertificates or credentialName`,
      })),
};
