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

/** Names that clouds resolve to their metadata services, as the documentation of each cloud has them. */
export const CLOUD_METADATA_NAMES: readonly { readonly service: string; readonly name: string }[] = [
  { service: 'the Google Cloud metadata server', name: 'metadata.google.internal' },
  { service: 'the Google Cloud metadata server', name: 'metadata.goog' },
  { service: 'the AWS instance metadata service', name: 'instance-data.ec2.internal' },
  { service: 'the Tencent Cloud metadata service', name: 'metadata.tencentyun.com' },
  { service: 'the IBM Cloud VPC metadata service', name: 'api.metadata.cloud.ibm.com' },
  { service: 'the Exoscale metadata service', name: 'metadata.exoscale.com' },
];
