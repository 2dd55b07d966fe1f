import { Construct } from 'constructs';
import { EgressGatewayAttributes } from './egress-gateway-attributes';
import { EgressGatewayBase } from './egress-gateway-base';

/** The gateway of some other chart, app or team: see `EgressGateway.fromExisting`. It writes nothing. */
export class ExistingGateway extends EgressGatewayBase {
  public constructor(scope: Construct, id: string, attrs: EgressGatewayAttributes) {
    super(scope, id, attrs, false);
  }
}
