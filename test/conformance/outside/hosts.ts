/** The hosts outside, each with an address of its own. Every other name has the last one. */
export const OUTSIDE_HOSTS: Readonly<Record<string, string>> = {
  'edition.cnn.com': '10.99.0.10',
  'www.example.com': '10.99.0.11',
  'api.example.org': '10.99.0.12',
};

export const ANY_OTHER_HOST = '10.99.0.99';
export const OUTSIDE_PORTS: readonly number[] = [80, 443, 8080, 8443];
