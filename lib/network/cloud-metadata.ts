/**
 * Where clouds answer their own machines, with credentials, configuration and names, beside the addresses of the link
 * (169.254.0.0/16), which most of them use. They look like addresses of the internet, or of a private network.
 */
export const CLOUD_METADATA: readonly { readonly cloud: string; readonly address: string }[] = [
  { cloud: 'aws', address: 'fd00:ec2::254' },
  { cloud: 'aws', address: 'fd00:ec2::23' },
  { cloud: 'google cloud', address: 'fd20:ce::254' },
  { cloud: 'alibaba cloud', address: '100.100.100.200' },
  { cloud: 'oracle cloud', address: '192.0.0.192' },
  // https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16
  { cloud: 'azure', address: '168.63.129.16' },
];
