import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import {
  ClientTls,
  EgressGateway,
  EgressLockdownPolicy,
  ExternalHttpRoute,
  ExternalTlsRoute,
  LockdownMode,
} from 'cdk8s-istio-egress';

const hosts = ['edition.cnn.com'];

/** The task's HTTP part: port 80 through the gateway. Port 443 bypasses the gateway, as the task's ServiceEntry opens the port. */
export class HttpPart extends Chart {
  public constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: 'default' });
    const gateway = new EgressGateway(this, 'gateway', { clientTls: ClientTls.DISABLE });
    new ExternalHttpRoute(this, 'cnn', { gateway, hosts, directPorts: [443] });
  }
}

/** The task's HTTPS part and its network policy: the application's TLS passed through by SNI, `test-egress` locked down. */
export class HttpsPart extends Chart {
  public constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: 'default' });
    const gateway = new EgressGateway(this, 'gateway', { clientTls: ClientTls.DISABLE });
    new ExternalTlsRoute(this, 'cnn', { gateway, hosts });
    new EgressLockdownPolicy(this, 'lockdown', {
      gateway,
      namespaces: ['test-egress'],
      mode: LockdownMode.NAMESPACE_LABELS,
    });
  }
}

/** The whole task at once: both ports through the gateway, and no bypass. */
export class WholeTask extends Chart {
  public constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: 'default' });
    const gateway = new EgressGateway(this, 'gateway', { clientTls: ClientTls.DISABLE });
    new ExternalHttpRoute(this, 'cnn-http', { gateway, hosts });
    new ExternalTlsRoute(this, 'cnn-tls', { gateway, hosts });
    new EgressLockdownPolicy(this, 'lockdown', {
      gateway,
      namespaces: ['test-egress'],
      mode: LockdownMode.NAMESPACE_LABELS,
    });
  }
}
