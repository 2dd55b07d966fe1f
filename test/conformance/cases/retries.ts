/** A change by the owner of a host, by the way that the guide shows: a patch of its VirtualService. */

/**
 * Returns arguments of kubectl that make the gateway send every request for a host twice, each with a timeout, and rewrite path and
 * host to what they are: answers of 200 are retried.
 */
export function retryAndRewrite(namespace: string, host: string): string {
  const retries = { attempts: 1, retryOn: '200', perTryTimeout: '2s' };
  const changes = Object.entries({ timeout: '5s', retries, rewrite: { uri: '/', authority: host } });
  const patch = changes.map(([name, value]) => ({ op: 'add', path: `/spec/http/1/${name}`, value }));
  const name = `egress-route-${host.replaceAll('.', '-')}`;
  return `patch virtualservice -n ${namespace} ${name} --type=json --patch=${JSON.stringify(patch)}`;
}
