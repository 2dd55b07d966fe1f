import {
  DestinationRuleSpec,
  DestinationRuleSpecTrafficPolicyPortLevelSettingsTls as Tls,
  DestinationRuleSpecTrafficPolicyPortLevelSettingsTlsMode as TlsMode,
} from '../../../imports/networking.istio.io';
import { ExternalHost, ExternalPort, gatewayPort } from '../../mesh/external-host';
import { namesToVerify, sniOf, TlsOriginationModel } from '../../mesh/tls-origination-model';

/** A port of a host with TLS from the gateway. */
export interface OriginatingPort extends ExternalPort {
  readonly origination: TlsOriginationModel;
}

/** Returns the port with TLS from the gateway; a host has at most one. */
export function originatingPort(external: ExternalHost): OriginatingPort | undefined {
  const port = gatewayPort(external, 'HTTP');
  return port?.origination === undefined ? undefined : { ...port, origination: port.origination };
}

/**
 * Returns the DestinationRule for TLS from the gateway to one port of a host. The rule is in the namespace of the gateway's pods
 * and is exported to that namespace only (`.`), so that sidecars of other namespaces never see the rule. This also holds in the
 * root namespace, whose rules apply to the whole mesh by default (`destinationRule()` in istio.io/istio
 * `pilot/pkg/model/push_context.go`).
 */
export function originationRuleSpec(external: ExternalHost): DestinationRuleSpec {
  const port = originatingPort(external);
  const settings = port && { port: { number: port.number }, tls: tls(external, port.origination) };
  return {
    host: external.host.name,
    exportTo: ['.'],
    trafficPolicy: { portLevelSettings: settings ? [settings] : [] },
  };
}

function tls({ host }: ExternalHost, origination: TlsOriginationModel): Tls {
  const { mode, caCertificates, credentialName, verify } = origination;
  const sni = sniOf(origination, host);
  const common = { mode: TlsMode[mode], sni, ...(credentialName !== undefined && { credentialName }) };
  if (!verify) return { ...common, insecureSkipVerify: true };
  return {
    ...common,
    subjectAltNames: [...namesToVerify(origination, host)],
    // `system` is Istio's default. The value is written anyway, so that the default of an Istio version does not matter.
    ...(credentialName === undefined && { caCertificates: caCertificates ?? 'system' }),
  };
}
