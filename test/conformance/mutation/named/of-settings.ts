/** Of the settings of the gateway's connections and requests to hosts. */
import { NamedMutant, ofProgram } from '../named-mutant';

const API = 'VirtualService default/egress-route-api-example-org';

export const OF_SETTINGS: readonly NamedMutant[] = ofProgram('resilience/main', [
  {
    name: 'Without a timeout, a client waits for a slow host',
    change: `${API}: http[1].timeout dropped`,
    red: 'default/curl http://api.example.org/slow/4',
  },
  {
    name: "With Istio's retries on the leg to the gateway, the host receives a request nine times",
    change: `${API}: http[0].retries dropped`,
    red: 'default/curl http://api.example.org/unavailable',
  },
  {
    name: 'Without retries on the leg to the host, a failure of the host reaches the client',
    change: `${API}: http[1].retries dropped`,
    red: 'default/curl http://api.example.org/fails/2',
  },
  {
    name: 'Without the idle timeout of the host, a connection without traffic stays open',
    change: 'DestinationRule egress-resilience/egress-upstream-db-example-org: trafficPolicy.connectionPool dropped',
    red: 'default/curl http://db.example.org:5432/slow/5',
  },
  {
    name: 'Without a locality, the gateway prefers an endpoint of another region',
    change: 'ServiceEntry default/external-edition-cnn-com: endpoints[1].locality dropped',
    red: 'default/curl http://edition.cnn.com/politics',
  },
]);
