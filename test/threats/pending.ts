/** What is to close a threat and is not there yet. It says nothing in the document, and counts for nothing. */
export interface Pending {
  readonly ids: readonly string[];
  readonly by: string;
  /** The example with its case. */
  readonly example: string;
}

export const PENDING: readonly Pending[] = [
  {
    ids: ['B2', 'B3', 'B4', 'B15', 'B16', 'B17', 'B18', 'B19', 'B24', 'B25'],
    by: 'EgressAdmissionPolicy',
    example: 'admission',
  },
  { ids: ['B11', 'B27', 'B28', 'B30'], by: 'GatewayLockdownPolicy', example: 'gateway-lockdown' },
  { ids: ['B20'], by: 'OutboundTrafficPolicy.egressProxy', example: 'strict' },
];
