/** Returns whether a port of a policy is one of DNS, by its number or its name. OpenShift uses 5353. */
export function isDnsPort(port: number | string | undefined): boolean {
  return port === 53 || port === 5353 || (typeof port === 'string' && port.startsWith('dns'));
}
