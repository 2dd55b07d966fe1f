import {
  DestinationRuleSpec,
  DestinationRuleSpecTrafficPolicyPortLevelSettingsTls as Tls,
  DestinationRuleSpecTrafficPolicyPortLevelSettingsTlsMode as TlsMode,
} from '../../../imports/networking.istio.io';
import { ExternalHost, ExternalPort, gatewayPort } from '../../mesh/external-host';
import { namesToVerify, Origination, sniOf } from '../../mesh/tls-origination';

/** A port of the host where the gateway speaks TLS to it. */
export interface OriginatingPort extends ExternalPort {
  readonly origination: Origination;
}

/** The port where the gateway speaks TLS to the host; a host has at most one. */
export function originatingPort(external: ExternalHost): OriginatingPort | undefined {
  const port = gatewayPort(external, 'HTTP');
  return port?.origination === undefined ? undefined : { ...port, origination: port.origination };
}

/**
 * Makes the gateway speak TLS to one port of a host. It stands beside the gateway's pods and is exported no further (`.`):
 * sidecars of other namespaces never see it, also where that namespace is the root namespace, whose rules go to the whole mesh otherwise
 * (`destinationRule()` in istio.io/istio `pilot/pkg/model/push_context.go`).
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

function tls({ host }: ExternalHost, origination: Origination): Tls {
  const { mode, caCertificates, credentialName, verify } = origination;
  const sni = sniOf(origination, host);
  const common = { mode: TlsMode[mode], sni, ...(credentialName !== undefined && { credentialName }) };
  if (!verify) return { ...common, insecureSkipVerify: true };
  return {
    ...common,
    subjectAltNames: [...namesToVerify(origination, host)],
    // Istio takes the operating system's authorities where nothing is written; written all the same, whatever a version takes.
    ...(credentialName === undefined && { caCertificates: caCertificates ?? 'system' }),
  };
}
