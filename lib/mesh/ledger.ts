import { sortedByOwner } from './sorted-by-owner';

/** Records of one kind, sorted by the path of their constructs. Records are added and never removed. */
export class Ledger<T extends { readonly owner: string }> {
  private records: T[] = [];
  private isSorted = true;

  /** @param changed called after each record */
  public constructor(private readonly changed: () => void) {}

  /** Adds a record. */
  public add(record: T): void {
    // The list that `all` returned does not change.
    if (this.isSorted) this.records = [...this.records];
    this.records.push(record);
    this.isSorted = false;
    this.changed();
  }

  /** Every record, whatever the order of construction. */
  public get all(): readonly T[] {
    if (!this.isSorted) this.records = [...sortedByOwner(this.records)];
    this.isSorted = true;
    return this.records;
  }
}
