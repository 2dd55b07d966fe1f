import { nameOf } from '../manifest/manifest';
import { pathText } from '../manifest/path-text';
import { Rule } from './rule';
import { originationsOf } from './shared/origination';

/** TLS of a gateway that accepts a certificate for any name. */
export const UNVERIFIED_NAMES: Rule = {
  code: 'EGR3101',
  level: 'error',
  title: 'A gateway does not verify the name in the certificate of a host.',
  effect:
    'Every certificate of a trusted authority is accepted, also one for another name. Istio compares the name with the Host header of ' +
    'HTTP requests only if both `sni` and `subjectAltNames` are absent. TCP has no Host header.',
  sources: ['setAutoSniAndAutoSanValidation in pilot/pkg/networking/core/cluster_tls.go'],
  check: (mesh) =>
    originationsOf(mesh).flatMap(({ exit, settings, evidence, entries }) => {
      const names = [settings, ...entries.map(({ spec }) => spec)].flatMap(
        ({ subjectAltNames = [] }) => subjectAltNames,
      );
      const isDynamic = entries.some(({ spec }) => spec.resolution === 'DYNAMIC_DNS');
      const readsHost = (exit.block === 'http' && !settings.sni) || isDynamic;
      if (names.length > 0 || readsHost || settings.insecureSkipVerify) return [];
      const { host } = exit;
      const what = settings.sni ? `sni "${settings.sni}"` : `mode ${settings.mode} for TCP`;
      return [
        {
          ...evidence,
          message: `${nameOf(evidence.manifest)} has ${what} and no subjectAltNames, so the gateway accepts a certificate for any name as ${host}`,
          fix: `add subjectAltNames: ["${settings.sni || host}"] to ${pathText(evidence.path)}`,
        },
      ];
    }),
};
