import { App, Chart } from 'cdk8s';
import { EgressGateway, ExternalHttpRoute, TlsOrigination, TlsVersion } from 'cdk8s-istio-egress';

const app = new App();
const chart = new Chart(app, 'egress', { namespace: 'default' });
const gateway = new EgressGateway(chart, 'gateway');

// Hosts that fail the verification of the gateway. The gateway refuses every request to these hosts.
const refused: Record<string, TlsOrigination> = {
  // The gateway does not trust the CA of the host.
  'private.example.org': TlsOrigination.simple(),
  // The certificate is for another name.
  'misnamed.example.org': TlsOrigination.simple(),
  // The host requires a client certificate, and the gateway has none.
  'www.example.com': TlsOrigination.simple({ port: 9443 }),
  // The host speaks TLS 1.2 only.
  'api.example.org': TlsOrigination.simple({ port: 7443, minProtocolVersion: TlsVersion.TLS_1_3 }),
  // The Secret does not exist.
  'edition.cnn.com': TlsOrigination.simple({ credentialName: 'not-there-yet' }),
};

for (const [host, tlsOrigination] of Object.entries(refused)) {
  new ExternalHttpRoute(chart, host, { gateway, hosts: [host], tlsOrigination });
}
app.synth();
