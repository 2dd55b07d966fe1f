/** The host, by its name or an address, and the port that a request reaches. */
export interface Destination {
  readonly host: string;
  readonly port: number;
}
