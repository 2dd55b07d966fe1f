import { Construct } from 'constructs';
import { withConstructPath } from '../construct/diagnostics';
import { EgressGatewayAttributes } from './egress-gateway-attributes';
import { EgressGatewayBase } from './egress-gateway-base';
import { GatewayPorts } from './gateway-ports';
import { parseGatewayAttributes } from './parse-gateway';

/** A gateway that another chart, app or team owns. The construct writes nothing of the gateway's workload. */
export class ImportedGateway extends EgressGatewayBase {
  public readonly ports: GatewayPorts;

  public constructor(scope: Construct, id: string, attrs: EgressGatewayAttributes) {
    super(scope, id);
    const { model, ports, secretKeys } = withConstructPath(this, () => parseGatewayAttributes(this, attrs));
    this.ports = ports;
    this._describe({ model, ownership: 'imported', canReadSecrets: true, secretKeys });
  }
}
