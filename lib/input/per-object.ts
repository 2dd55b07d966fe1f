/** Returns a function that computes a result once for each object. */
export function perObject<Key extends object, T>(derive: (key: Key) => T): (key: Key) => T {
  const derived = new WeakMap<Key, { readonly value: T }>();
  return (key) => {
    const known = derived.get(key);
    if (known !== undefined) return known.value;
    const value = derive(key);
    derived.set(key, { value });
    return value;
  };
}
