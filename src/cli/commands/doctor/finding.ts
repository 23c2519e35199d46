/** One thing that was looked at. `remark`: nothing is broken, but it should be known. */
export interface Finding {
  readonly check: string;
  readonly status: 'ok' | 'remark' | 'broken';
  readonly text: string;
}
