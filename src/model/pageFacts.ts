/** An item about which people disagree; `text` is "" where none may be published, and shown masked. */
export type ContestedRow = {
  readonly itemId: string;
  readonly policy: string;
  readonly language: string;
  readonly rejecting: number;
  readonly approving: number;
  /** Each judgment with its stage, oldest first. */
  readonly votes: string;
  /** The best label with its stage; "" for none. */
  readonly label: string;
  readonly text: string;
};
