import { destinationRuleSpec } from '../../../../lib/render/istio/destination-rule';
import { gatewaySpec } from '../../../../lib/render/istio/gateway';
import { serviceEntrySpec } from '../../../../lib/render/istio/service-entry';
import { virtualServiceSpec } from '../../../../lib/render/istio/virtual-service';
import { ExternalHost } from '../../../../lib/mesh/external-host';
import { externalHost, HTTP_80, TLS_443 } from '../../help';

const REFS = 'istio-system/x';
const OPEN_HOST = externalHost([HTTP_80, TLS_443]);
const NARROWED: ExternalHost = { ...OPEN_HOST, exportTo: ['istio-system', 'payments'] };

describe('a host with exportTo', () => {
  test.each<[string, (external: ExternalHost) => { readonly exportTo?: readonly string[] }]>([
    ['ServiceEntry', serviceEntrySpec],
    ['VirtualService', (external) => virtualServiceSpec(external, REFS)],
  ])('has a %s with exportTo, which is otherwise the same', (_, spec) => {
    expect(spec(NARROWED).exportTo).toEqual(['istio-system', 'payments']);
    expect(spec(OPEN_HOST)).not.toHaveProperty('exportTo');
    expect({ ...spec(NARROWED), exportTo: undefined }).toEqual({ ...spec(OPEN_HOST), exportTo: undefined });
  });

  test("has the same objects in the gateway's namespace", () => {
    expect(gatewaySpec(NARROWED)).toEqual(gatewaySpec(OPEN_HOST));
    expect(destinationRuleSpec(NARROWED)).toEqual(destinationRuleSpec(OPEN_HOST));
  });
});
