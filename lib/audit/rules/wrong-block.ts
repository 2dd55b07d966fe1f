import { Block } from '../model/block';
import { nameOf } from '../manifest/manifest';
import { Hit, Rule } from './rule';
import { IgnoredRule, ignoredRules } from './shared/ignored-rules';

/** A rule of a kind that its port does not read. */
export const WRONG_BLOCK: Rule = {
  code: 'EGR3011',
  level: 'error',
  title: 'A rule of a VirtualService is of a kind that its port does not read.',
  effect:
    'A port that passes TLS through reads `tls` rules, a port that ends TLS or accepts plain HTTP reads `http` rules, and a port that ' +
    'ends TLS around TCP reads `tcp` rules. Other rules are ignored.',
  sources: [
    'pilot/pkg/networking/core/gateway.go',
    'https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService',
  ],
  check: (mesh) => ignoredRules(mesh).map(hitOf),
};

function hitOf({ match: { vs, block, path }, reader: { port, reads } }: IgnoredRule): Hit {
  const [right = 'tls'] = reads;
  return {
    manifest: vs.manifest,
    path,
    message: `${nameOf(vs.manifest)} has ${an(block)} rule for ${port}, which reads ${reads.join(' and ')} rules only, so that Istio ignores the rule`,
    fix: `write the rule in spec.${right}${right === 'tls' ? ` with sniHosts: [${vs.hosts.join(', ')}]` : ''}`,
  };
}

function an(block: Block): string {
  return `${block === 'http' ? 'an' : 'a'} ${block}`;
}
