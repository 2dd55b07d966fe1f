import { Construct } from 'constructs';
import { atSynth } from '../construct/at-synth';
import { meshOf } from '../construct/mesh';
import { tellOnStderr } from '../construct/stderr';
import { EgressGatewayAttributes } from './egress-gateway-attributes';
import { EgressGatewayBase } from './egress-gateway-base';
import { gatewayFactsOf } from './gateway-facts-of';

/** The gateway of some other chart, app or team: see `EgressGateway.fromExisting`. It writes nothing of its workload. */
export class ExistingGateway extends EgressGatewayBase {
  public constructor(scope: Construct, id: string, attrs: EgressGatewayAttributes) {
    super(scope, id, attrs, false, true);
    atSynth(this, () => {
      const foreign = meshOf(this).gateways.isForeign(gatewayFactsOf(this));
      if (foreign && !this.requireSources && this.denyPolicy !== undefined)
        tellOnStderr('warning', this, closed(this.serviceHost));
    });
  }
}

function closed(gateway: string): string {
  return `routes that other apps have on gateway ${gateway} are closed until they too say who may use them (allowFrom)`;
}
