/** The hosts outside, each with an address of its own. Every other name has the last one. */
export const OUTSIDE_HOSTS: Readonly<Record<string, string>> = {
  'edition.cnn.com': '10.99.0.10',
  'www.example.com': '10.99.0.11',
  'api.example.org': '10.99.0.12',
  'private.example.org': '10.99.0.13',
  'misnamed.example.org': '10.99.0.14',
  'db.example.org': '10.99.0.15',
  'replica.example.org': '10.99.0.16',
  'git.example.org': '10.99.0.17',
  'www.wikipedia.org': '10.99.0.18',
  'de.wikipedia.org': '10.99.0.19',
  'm.de.wikipedia.org': '10.99.0.20',
  'wikipedia.org': '10.99.0.21',
  'a.example.net': '10.99.0.22',
  'b.example.net': '10.99.0.23',
};

/** Has a certificate of an authority that no pod trusts by itself. */
export const PRIVATE_HOST = 'private.example.org';
/** Has a certificate for another name. */
export const MISNAMED_HOST = 'misnamed.example.org';

export const ANY_OTHER_HOST = '10.99.0.99';
/** Where clouds tell a machine, and whoever asks from it, who it is. */
export const METADATA_ADDRESS = '169.254.169.254';
/** Those that end in 443 speak TLS. */
export const OUTSIDE_PORTS: readonly number[] = [22, 80, 443, 2222, 5432, 8080, 8443, 7443, 9443];
/** Answer datagrams of UDP: a resolver, and HTTP/3. */
export const OUTSIDE_DATAGRAM_PORTS: readonly number[] = [53, 443];
/** Speaks no TLS newer than 1.2. */
export const OLD_TLS_PORT = 7443;
/** Asks for a certificate of the client. */
export const CLIENT_CERTIFICATE_PORT = 9443;
