import {
  ClusterDns,
  ControlPlane,
  EgressLockdownPolicy,
  EgressPeer,
  ExternalTlsRoute,
  GatewayPorts,
  GatewayWorkload,
  TlsOrigination,
} from '../../../lib';
import { fixIn, messageOf, newChart, stderrOfEachTest } from '../help';
import { CONSTRUCTS } from './constructs';
import { gatewayIn } from './samples';

stderrOfEachTest();

/** A misspelt property. Types reject it in an object literal only. */
const misspelt = { allowedFrom: ['x'] } as object;

describe.each(Object.entries(CONSTRUCTS))('%s', (name, { create, isOptional }) => {
  test(`${name} rejects an unknown property, and names the construct`, () => {
    const message = messageOf(() => create(newChart(), misspelt));
    expect(message).toMatch(/^EGR0101: \[(chart\/)?it\] /);
    expect(message).toContain(`${name} cannot have the property allowedFrom: got ["x"]; allowed: `);
  });

  test(`${name} accepts its required properties alone`, () => {
    expect(() => create(newChart(), {})).not.toThrow();
  });

  test(`${name} ${isOptional ? 'accepts' : 'rejects'} undefined in place of its properties`, () => {
    const run = (): unknown => create(newChart(), undefined);
    if (isOptional) expect(run).not.toThrow();
    else expect(messageOf(run)).toContain(`it] properties of ${name} must be an object: got undefined; `);
  });

  test(`${name} rejects a text in place of its properties`, () => {
    const message = messageOf(() => create(newChart(), 'x' as never, 'verbatim'));
    expect(message).toContain(`it] properties of ${name} must be an object: got "x"; `);
  });
});

const FACTORIES: Record<string, (more: object) => unknown> = {
  'TlsOrigination.simple': (more) => TlsOrigination.simple(more),
  'TlsOrigination.mutual': (more) => TlsOrigination.mutual({ credentialName: 'x', ...more }),
  'TlsOrigination.dangerouslySkipVerification': (more) => TlsOrigination.dangerouslySkipVerification(more),
  'GatewayWorkload.external': (more) => GatewayWorkload.external(more),
  'GatewayWorkload.deployment': (more) => GatewayWorkload.deployment(more),
  'GatewayPorts.of': (more) => GatewayPorts.of(more),
  'EgressPeer.sameNamespace': (more) => EgressPeer.sameNamespace(more),
  'EgressPeer.namespace': (more) => EgressPeer.namespace('a', more),
  'EgressPeer.cidr': (more) => EgressPeer.cidr('10.0.0.0/16', more),
  'EgressPeer.apiServer': (more) => EgressPeer.apiServer({ cidrs: ['10.0.0.1/32'], ...more }),
  'ClusterDns.nodeLocal': (more) => ClusterDns.nodeLocal(more),
  'ClusterDns.of': (more) => ClusterDns.of({ namespace: 'dns', podLabels: { app: 'dns' }, ...more }),
  'ControlPlane.istiod': (more) => ControlPlane.istiod(more),
};

test.each(Object.entries(FACTORIES))('%s rejects an unknown property', (name, create) => {
  expect(messageOf(() => create(misspelt))).toContain(
    `EGR0101: ${name} cannot have the property allowedFrom: got ["x"]; allowed: `,
  );
  expect(() => create({})).not.toThrow();
});

test.each<[string, () => unknown]>([
  ['readSecrets', () => GatewayWorkload.deployment({ readSecrets: 'false' as never })],
  ['createNamespace', () => GatewayWorkload.deployment({ createNamespace: 'false' as never })],
  [
    'createNamespaces',
    () => {
      const chart = newChart();
      const props = { gateway: gatewayIn(chart), namespaces: ['a'], createNamespaces: 'false' as never };
      return new EgressLockdownPolicy(chart, 'it', props);
    },
  ],
])('%s rejects the text "false", which JavaScript treats as true', (name, create) => {
  const message = messageOf(create);
  expect(message).toMatch(new RegExp(`^EGR0107: .*${name} must be a boolean: got "false"; `));
  expect(fixIn(message)).toBe(`write ${name}: false`);
});

test.each(['directPorts', 'keepHeaders', 'tlsOrigination', 'allowedOperations'])(
  'ExternalTlsRoute rejects %s, and suggests an ExternalHttpRoute',
  (name) => {
    const chart = newChart();
    const props = { gateway: gatewayIn(chart), hosts: ['a.com'], [name]: ['x'] };
    const message = messageOf(() => new ExternalTlsRoute(chart, 'it', props));
    expect(message).toMatch(new RegExp(`\\[chart/it\\] ExternalTlsRoute cannot have the property ${name}: got `));
    expect(fixIn(message)).toContain('ExternalHttpRoute');
  },
);
