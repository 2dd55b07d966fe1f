import { Labels } from '../../input/labels';
import { ExternalHost } from '../../mesh/external-host';
import { HostServer, meshSni, serversOf } from '../../mesh/host-server';
import { HttpCredentialModel } from '../../mesh/http-credential-model';
import { credentialLabels, sdsConfig } from '../credential-files';
import { AFTER_USERS, beforeRouter, EXTENSIONS, gatewayFilter } from './envoy-filter';

/** Returns whether the gateway adds a credential to requests for the host. */
export function needsCredentialFilter(external: ExternalHost): boolean {
  return credentialsOf(external).length > 0;
}

/** Returns the labels of the pods that serve a host: those of the gateway that have the files of the host's credentials. */
export function servingPods(external: ExternalHost): Labels {
  const credentials = credentialsOf(external);
  const { selector } = external.gateway;
  return credentials.length === 0 ? selector : { ...selector, ...credentialLabels(credentials) };
}

/**
 * Returns an EnvoyFilter that sets a header of requests to a value of a Secret, after the AuthorizationPolicies of the gateway, and in
 * the filter chain of the host only. The filter replaces the header of the caller, and answers 401 without the value.
 *
 * The value is in no VirtualService and in nothing that istiod sends. Istio's own API sets headers to fixed values and to variables of
 * the proxy's environment only (`%ENVIRONMENT(NAME)%`), which every VirtualService of the gateway could send to another host.
 *
 * @see https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/filters/http/credential_injector/v3/credential_injector.proto
 */
export function credentialFilterSpec(external: ExternalHost): object {
  const { gateway } = external;
  const patches = serversOf(external).flatMap((server) => patchesOf(server, gateway.httpPort.targetPort));
  return { ...AFTER_USERS, ...gatewayFilter({ ...gateway, selector: servingPods(external) }, patches) };
}

function patchesOf(server: HostServer, portNumber: number): readonly object[] {
  const credential = server.http?.credential;
  if (credential === undefined) return [];
  const chain = { portNumber, sni: meshSni(server) };
  return [beforeRouter(chain, 'credential_injector', 'CredentialInjector', injector(credential))];
}

function injector(credential: HttpCredentialModel): object {
  return {
    overwrite: true,
    allow_request_without_credential: false,
    credential: {
      name: 'envoy.http.injected_credentials.generic',
      typed_config: {
        '@type': `${EXTENSIONS}.http.injected_credentials.generic.v3.Generic`,
        header: credential.header,
        credential: sdsConfig(credential),
      },
    },
  };
}

function credentialsOf({ ports }: ExternalHost): readonly HttpCredentialModel[] {
  return ports.flatMap(({ credential }) => credential ?? []);
}
