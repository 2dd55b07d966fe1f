/** The hosts outside, each with an address of its own. Every other name has the last one. */
export const OUTSIDE_HOSTS: Readonly<Record<string, string>> = {
  'edition.cnn.com': '203.0.113.10',
  'www.example.com': '203.0.113.11',
  'api.example.org': '203.0.113.12',
  'private.example.org': '203.0.113.13',
  'misnamed.example.org': '203.0.113.14',
  'db.example.org': '203.0.113.15',
  'replica.example.org': '203.0.113.16',
  'git.example.org': '203.0.113.17',
  'www.wikipedia.org': '203.0.113.18',
  'de.wikipedia.org': '203.0.113.19',
  'm.de.wikipedia.org': '203.0.113.20',
  'wikipedia.org': '203.0.113.21',
  'a.example.net': '203.0.113.22',
  'b.example.net': '203.0.113.23',
  'mail.example.org': '203.0.113.24',
  'smtp.example.org': '203.0.113.25',
  'a.partner.example.org': '203.0.113.65',
  'archive.example.org': '203.0.113.66',
  'b.partner.example.org': '203.0.113.67',
  'relay.partner.example.org': '203.0.113.69',
  'beside.partner.example.org': '203.0.113.72',
};

/** Has a certificate of an authority that no pod trusts by itself. */
export const PRIVATE_HOST = 'private.example.org';
/** Has a certificate for another name. */
export const MISNAMED_HOST = 'misnamed.example.org';

export const ANY_OTHER_HOST = '203.0.113.99';
/** Where clouds tell a machine, and whoever asks from it, who it is. */
export const METADATA_ADDRESS = '169.254.169.254';
/** Names of a domain outside whose answers lead inside; the last one also has an address at which nothing is. */
export const NAMES_INSIDE: Readonly<Record<string, readonly string[]>> = {
  'metadata.example.net': [METADATA_ADDRESS],
  'apiserver.example.net': ['10.96.0.1'],
  'several.example.net': ['203.0.113.250', METADATA_ADDRESS],
};
/** Those that end in 443 speak TLS. */
export const OUTSIDE_PORTS: readonly number[] = [22, 80, 443, 587, 2222, 5432, 8080, 8443, 7443, 9443];
/** Answer datagrams of UDP: a resolver, and HTTP/3. */
export const OUTSIDE_DATAGRAM_PORTS: readonly number[] = [53, 443];
/** Speaks first, as SMTP. */
export const MAIL_PORT = 587;
/** Speaks no TLS newer than 1.2. */
export const OLD_TLS_PORT = 7443;
/** Asks for a certificate of the client. */
export const CLIENT_CERTIFICATE_PORT = 9443;
