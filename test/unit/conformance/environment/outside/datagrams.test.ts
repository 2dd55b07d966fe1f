import { askedFor } from '../../../../conformance/environment/outside/datagrams';

const datagram = (operation: number, text: string): Buffer =>
  Buffer.concat([Buffer.from([0, operation]), Buffer.from(text)]);

it('the file that a datagram asks for', () => {
  expect(askedFor(datagram(1, 'probe=7-\0octet\0tsize\x000\0'))).toBe('probe=7-');
});

it.each([
  ['another operation', datagram(4, 'a\0octet\0')],
  ['a name without an end', datagram(1, 'probe=7-')],
  ['almost nothing', Buffer.from([0, 1])],
])('%s asks for none', (_, bytes) => {
  expect(askedFor(bytes)).toBeUndefined();
});
