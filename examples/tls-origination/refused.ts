import { App, Chart } from 'cdk8s';
import { EgressGateway, ExternalHttpRoute, TlsOrigination, TlsVersion } from '../../lib';

const app = new App();
const chart = new Chart(app, 'egress', { namespace: 'default' });
const gateway = new EgressGateway(chart, 'gateway');

// Hosts that are not who they should be, or do not speak as they should. The gateway refuses each of them.
const refused: Record<string, TlsOrigination> = {
  // Its authority is not one that the gateway believes.
  'private.example.org': TlsOrigination.simple(),
  // Its certificate is for another name.
  'misnamed.example.org': TlsOrigination.simple(),
  // It asks for a certificate, and the gateway has none.
  'www.example.com': TlsOrigination.simple({ port: 9443 }),
  // It speaks TLS 1.2.
  'api.example.org': TlsOrigination.simple({ port: 7443, minProtocolVersion: TlsVersion.TLS_1_3 }),
  // The Secret is not there.
  'edition.cnn.com': TlsOrigination.simple({ credentialName: 'not-there-yet' }),
};

for (const [host, tlsOrigination] of Object.entries(refused)) {
  new ExternalHttpRoute(chart, host, { gateway, hosts: [host], tlsOrigination });
}
app.synth();
