import { Construct } from 'constructs';
import { atSynth } from '../construct/at-synth';
import { meshOf } from '../construct/mesh';
import { tellOnStderr } from '../construct/stderr';
import { InputError } from '../input/input-error';
import { EgressGatewayAttributes } from './egress-gateway-attributes';
import { EgressGatewayBase } from './egress-gateway-base';
import { gatewayFactsOf } from './gateway-facts-of';

/** The gateway of some other chart, app or team: see `EgressGateway.fromExisting`. It writes nothing of its workload. */
export class ExistingGateway extends EgressGatewayBase {
  public constructor(scope: Construct, id: string, attrs: EgressGatewayAttributes) {
    super(scope, id, attrs, false, true);
    const isForeign = (): boolean => meshOf(this).gateways.isForeign(gatewayFactsOf(this));
    this.node.addValidation({ validate: () => (isForeign() ? this.closedCatchAll() : []) });
    atSynth(this, () => {
      const foreign = isForeign();
      if (foreign && !this.requireSources && this.denyPolicy !== undefined)
        tellOnStderr('warning', this, closed(this.serviceHost));
    });
  }

  /** A policy of this app would deny what strict sidecars do not know, and nobody writes the one that allows it. */
  private closedCatchAll(): string[] {
    if (!this.takesUndeclared || this.requireSources || this.denyPolicy === undefined) return [];
    const { message } = new InputError({
      problem: `gateway ${this.serviceHost} would deny what strict sidecars do not know, since routes of this app have sources`,
      got: { takesUndeclared: true, requireSources: false },
      allowed:
        'requireSources with takesUndeclared, once routes have sources: the owner of the gateway writes both policies then',
      fix: 'write requireSources: true here and where the gateway is owned',
    });
    return [message];
  }
}

function closed(gateway: string): string {
  return `routes that other apps have on gateway ${gateway} are closed until they too say who may use them (allowFrom)`;
}
