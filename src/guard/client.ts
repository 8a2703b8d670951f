/** Whose budget a request is charged to, and how large it is. */
export interface Client {
  /** The viewer's id, or the network that an anonymous request came from. */
  key: string;
  /** Cost points a window; 0 means any number. */
  limit: number;
  /** Whether the key was given to someone: such budgets are kept apart, where a flood of addresses cannot displace them. */
  isKnown: boolean;
}
