declare module 'oembetter' {
  interface Client {
    /** Finds the endpoint in the page at this URL and asks it. */
    fetch: (
      url: string,
      options: Record<string, number>,
      callback: (error: Error | null, response?: Record<string, unknown>) => void,
    ) => void;
  }
  export default function oembetter(): Client;
}
