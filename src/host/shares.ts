/** A share in something that several use; dispose it when done. */
export interface Share<Value> {
  readonly value: Value;
  dispose(): void;
}

/** Things that several use: each is made for the first who asks for it, and disposed when the last one is done. */
export class Shares<Key, Value extends { dispose(): void }> {
  private readonly shared = new Map<Key, { readonly value: Value; users: number }>();

  acquire(key: Key, make: () => Value): Share<Value> {
    let share = this.shared.get(key);
    if (!share) {
      share = { value: make(), users: 0 };
      this.shared.set(key, share);
    }
    const { value } = share;
    share.users++;
    let held = true;
    const dispose = (): void => {
      if (!held) return;
      held = false;
      if (--share.users > 0) return;
      this.shared.delete(key);
      value.dispose();
    };
    return { value, dispose };
  }

  /** Ends all, whoever uses them. */
  dispose(): void {
    for (const { value } of this.shared.values()) value.dispose();
    this.shared.clear();
  }
}
