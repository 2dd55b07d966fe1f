/** Results by key. A computation that throws throws the same error again. */
export class Memo<T> {
  private readonly results = new Map<string, () => T>();

  get(key: string, compute: () => T): T {
    const known = this.results.get(key);
    if (known !== undefined) return known();
    const result = settled(compute);
    this.results.set(key, result);
    return result();
  }
}

function settled<T>(compute: () => T): () => T {
  try {
    const value = compute();
    return () => value;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}
