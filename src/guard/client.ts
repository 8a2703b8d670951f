/** The owner of the budget that a request is charged to. */
export interface Client {
  /** The viewer's id, or the network of an anonymous request. */
  key: string;
  /** Cost points per window; 0 means no limit. */
  limit: number;
  /**
   * True for API keys and voters, false for networks. Separate storage: a flood of
   * networks evicts no known client.
   */
  isKnown: boolean;
}
