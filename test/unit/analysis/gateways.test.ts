import { ClientTls } from '../../../lib/mesh/client-tls';
import { GatewayModel } from '../../../lib/mesh/gateway';
import { GatewayDescription } from '../../../lib/mesh/gateways';
import { NO_METADATA } from '../../../lib/mesh/object-metadata';
import { GatewayPartRecord } from '../../../lib/mesh/records';
import { GATEWAY } from '../help';
import { described, expectFound, found, gatewayOf, MeshParts } from './meshes';

const first = described(GATEWAY, { owner: 'chart/first' });
const second = (over: Partial<GatewayModel> = {}, more: Partial<GatewayDescription> = {}): GatewayDescription =>
  described({ ...GATEWAY, ...over }, { owner: 'chart/second', ...more });

describe('EGR1201', () => {
  const deployed = { ownership: 'deployed' } as const;

  test('finds a gateway that two constructs deploy', () => {
    expectFound(
      'EGR1201',
      { gateways: [{ ...first, ...deployed }, second({}, deployed)] },
      {
        at: 'chart/second',
        problem: /^gateway istio-system\/istio-egressgateway cannot be deployed by two constructs$/,
        fix: /fromEgressGatewayAttributes\(\.\.\.\) for the second, or write another serviceName and another selector$/,
      },
    );
  });

  test.each<[string, GatewayDescription[]]>([
    [
      'a deployed gateway that another construct imports',
      [{ ...first, ...deployed }, second({}, { ownership: 'imported' })],
    ],
    ['two deployed gateways in two namespaces', [{ ...first, ...deployed }, second({ namespace: 'b' }, deployed)]],
  ])('does not find %s', (_, gateways) => {
    expect(found('EGR1201', { gateways })).toEqual([]);
  });
});

describe('EGR1202', () => {
  test.each<[string, Partial<GatewayModel>]>([
    ['selector', { selector: { istio: 'other' } }],
    ['ports', { httpPort: { port: 8080, targetPort: 8080 } }],
    ['ports', { httpPort: { port: 80, targetPort: 80 }, tlsPort: { port: 443, targetPort: 443 } }],
    ['ports', { cidrsPort: { port: 15022, targetPort: 15022 } }],
    ['clientTls', { clientTls: ClientTls.DISABLE }],
    ['defaultDeny', { defaultDeny: true }],
    ['egressProxy', { egressProxy: true }],
    ['metadata', { metadata: { ...NO_METADATA, labels: { team: 'net' } } }],
    ['selector, defaultDeny', { selector: { istio: 'other' }, defaultDeny: true }],
  ])('finds two descriptions of a gateway with different %s, in either order', (fields, over) => {
    const other = second(over);
    for (const gateways of [
      [first, other],
      [other, first],
    ]) {
      const finding = expectFound(
        'EGR1202',
        { gateways },
        {
          at: 'chart/second',
          problem: new RegExp(`gateway istio-system/istio-egressgateway must have the same ${fields} as chart/first$`),
          fix: new RegExp(`^pass one gateway construct to both, write the same ${fields}, or `),
        },
      );
      expect(finding.got).toBe('{"gateways":["chart/first","chart/second"]}');
    }
  });

  test.each<[string, GatewayDescription]>([
    ['equal descriptions', second({}, { ownership: 'imported' })],
    ['different descriptions of two gateways', described(gatewayOf('eu', { defaultDeny: true }))],
  ])('does not find %s', (_, other) => {
    expect(found('EGR1202', { gateways: [first, other] })).toEqual([]);
  });
});

describe('EGR1203', () => {
  const either = (other: GatewayDescription, expected: Parameters<typeof expectFound>[2]): void => {
    expectFound('EGR1203', { gateways: [first, other] }, expected);
    expectFound('EGR1203', { gateways: [other, first] }, expected);
  };

  test.each<[string, Partial<GatewayModel>]>([
    ['different clientTls', { namespace: 'istio-z', clientTls: ClientTls.DISABLE }],
    [
      'different clientTls, of which one selects a part of the pods of the other',
      { selector: { ...GATEWAY.selector, app: 'z' }, clientTls: ClientTls.DISABLE },
    ],
  ])('finds two gateways with the same pods and %s, whichever comes first', (_, over) => {
    either(second({ serviceName: 'z', ...over }), {
      at: 'chart/second',
      problem: /\/z must have the same clientTls as chart\/first$/,
      fix: /or give the pods another selector$/,
    });
  });

  test.each<[string, string, number, Partial<GatewayModel>]>([
    ['HTTP', 'one port', 443, { httpPort: GATEWAY.tlsPort, tlsPort: GATEWAY.httpPort }],
    [
      'HTTP',
      'one Service port',
      443,
      { httpPort: { port: 443, targetPort: 9080 }, tlsPort: { port: 444, targetPort: 9443 } },
    ],
    [
      'HTTP',
      'one target port',
      8443,
      { httpPort: { port: 81, targetPort: 8443 }, tlsPort: { port: 444, targetPort: 9443 } },
    ],
    [
      'TLS',
      'one Service port',
      80,
      { httpPort: { port: 81, targetPort: 9080 }, tlsPort: { port: 80, targetPort: 9443 } },
    ],
  ])('finds %s on %s, %i, of two gateways with the same pods, whichever comes first', (protocol, _, port, over) => {
    const other = protocol === 'HTTP' ? 'TLS' : 'HTTP';
    either(second({ serviceName: 'z', ...over }), {
      at: 'chart/second',
      problem: new RegExp(
        `/z cannot serve ${protocol} on port ${port}, which gateway \\S+ of the same pods serves with ${other}$`,
      ),
      fix: new RegExp(
        `^write ports: GatewayPorts\\.of\\(\\{ ${protocol.toLowerCase()}: \\{ port: 8081 \\} \\}\\), or another selector$`,
      ),
    });
  });

  test.each<[string, number, Partial<GatewayModel>]>([
    ['Service port', 443, { cidrsPort: { port: 443, targetPort: 15022 } }],
    ['target port', 8080, { cidrsPort: { port: 15022, targetPort: 8080 } }],
  ])(
    'finds a %s for ranges, %i, that another gateway of the same pods uses, whichever comes first',
    (_, port, over) => {
      const ports = { httpPort: { port: 81, targetPort: 9080 }, tlsPort: { port: 444, targetPort: 9443 } };
      either(second({ serviceName: 'z', ...ports, ...over }), {
        at: 'chart/second',
        problem: new RegExp(
          `gateway \\S+ cannot use port ${port}, on which gateway \\S+/z of the same pods reads PROXY protocol headers$`,
        ),
        fix: /^write cidrs: \{ port: 8081 \} in GatewayPorts\.of\(\.\.\.\) of gateway \S+\/z, or another selector$/,
      });
    },
  );

  test.each<[string, GatewayDescription]>([
    [
      'two gateways with one port for ranges',
      second({ serviceName: 'z', cidrsPort: { port: 15022, targetPort: 15022 } }),
    ],
    ['gateways with the same pods that agree', second({ serviceName: 'z' })],
    ['gateways with different pods', described(gatewayOf('eu', { clientTls: ClientTls.DISABLE }))],
  ])('does not find %s', (_, other) => {
    expect(found('EGR1203', { gateways: [first, other] })).toEqual([]);
  });
});

describe('EGR1205', () => {
  const imported = [described(GATEWAY, { ownership: 'imported' })];
  const part = { owner: 'chart/part', construct: 'EgressAdmissionPolicy' };

  test('finds a construct that needs the owner of the gateway, for an imported gateway', () => {
    expectFound(
      'EGR1205',
      { gateways: imported, gatewayParts: [part] },
      {
        at: 'chart/part',
        problem:
          /^EgressAdmissionPolicy cannot be created for gateway istio-system\/istio-egressgateway, which another app owns$/,
        fix: /^create the EgressAdmissionPolicy in the app that owns the gateway/,
      },
    );
  });

  test.each<[string, MeshParts]>([
    [
      'a construct that needs no owner, for an imported gateway',
      { gateways: imported, gatewayParts: [{ ...part, needsOwner: false }] },
    ],
    [
      'a construct for a gateway that this app owns and imports',
      { gateways: [...imported, first], gatewayParts: [part] },
    ],
  ])('does not find %s', (_, parts) => {
    expect(found('EGR1205', parts)).toEqual([]);
  });
});

describe('EGR1208', () => {
  const part = { owner: 'a', construct: 'EgressTelemetry' };

  test('finds two constructs that write the same objects of a gateway', () => {
    expectFound(
      'EGR1208',
      { gatewayParts: [part, { ...part, owner: 'b', gateway: { ...GATEWAY } }] },
      {
        at: 'b',
        problem: /^gateway istio-system\/istio-egressgateway cannot have two EgressTelemetry constructs$/,
        fix: /^remove a or b$/,
      },
    );
  });

  test.each<[string, Partial<GatewayPartRecord>]>([
    ['of another class', { construct: 'GatewayLockdownPolicy' }],
    ['for another gateway', { gateway: gatewayOf('eu') }],
  ])('does not find a second construct %s', (_, over) => {
    expect(found('EGR1208', { gatewayParts: [part, { ...part, owner: 'b', ...over }] })).toEqual([]);
  });
});

describe('EGR1209', () => {
  const deployed = (serviceName: string, over: Partial<GatewayModel> = {}): GatewayDescription =>
    described({ ...GATEWAY, serviceName, ...over }, { owner: `chart/${serviceName}`, ownership: 'deployed' });
  const a = deployed('a');

  test.each<[string, GatewayDescription, string]>([
    ['another deployed gateway with the same selector', deployed('b'), 'b'],
    [
      'a deployed gateway whose selector has more labels',
      deployed('b', { selector: { app: 'b', ...GATEWAY.selector } }),
      'b',
    ],
    [
      'a deployed gateway that selects a label of all its pods',
      deployed('b', { selector: { 'app.kubernetes.io/name': 'a' } }),
      'b',
    ],
    ['an installed gateway', second({ serviceName: 'b' }), 'a'],
    ['a gateway of another app', second({ serviceName: 'b' }, { ownership: 'imported' }), 'a'],
  ])('finds a deployed gateway that shares pods with %s, whichever comes first', (_, other, subject) => {
    for (const gateways of [
      [a, other],
      [other, a],
    ]) {
      expectFound(
        'EGR1209',
        { gateways },
        {
          at: `chart/${subject}`,
          problem: /^gateway istio-system\/[ab] cannot share pods with gateway istio-system\/[ab]$/,
          fix: new RegExp(`^write selector: \\{ istio: "${subject}" \\};`),
        },
      );
    }
  });

  test('the selector of the fix differs from that of the other gateway', () => {
    const [{ fix } = { fix: '' }] = found('EGR1209', {
      gateways: [deployed('a', { selector: { istio: 'b' } }), deployed('b', { selector: { istio: 'b' } })],
    });
    expect(fix).toMatch(/^write selector: \{ istio: "b-pods" \};/);
  });

  test.each<[string, GatewayDescription[]]>([
    ['gateways in two namespaces', [a, deployed('b', { namespace: 'other' })]],
    ['gateways with different selectors', [a, deployed('b', { selector: { istio: 'b' } })]],
    ['two Services of installed pods', [first, second({ serviceName: 'b' })]],
    ['a deployed gateway that the app also imports', [a, described(a.model, { ownership: 'imported' })]],
  ])('does not find %s', (_, gateways) => {
    expect(found('EGR1209', { gateways })).toEqual([]);
  });
});
