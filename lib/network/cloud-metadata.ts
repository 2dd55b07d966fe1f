/**
 * Addresses at which clouds serve credentials, configuration and names to their own machines. These addresses are not link-local
 * (169.254.0.0/16), unlike those of most metadata services: they look like addresses of the internet or of a private network.
 */
export const CLOUD_METADATA: readonly { readonly service: string; readonly address: string }[] = [
  { service: 'the AWS instance metadata service', address: 'fd00:ec2::254' },
  { service: 'the AWS EKS Pod Identity agent', address: 'fd00:ec2::23' },
  { service: 'the Google Cloud metadata server', address: 'fd20:ce::254' },
  { service: 'the Alibaba Cloud instance metadata service', address: '100.100.100.200' },
  { service: 'the Oracle Cloud instance metadata service', address: '192.0.0.192' },
  // https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16
  { service: 'the Azure WireServer', address: '168.63.129.16' },
];
