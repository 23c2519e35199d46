import type { PipelineEvent } from '../../engine/events.ts';

/** Shows the events of a run as they happen. */
export interface Display {
  show(event: PipelineEvent): void;
  /** A remark among the progress. */
  remark(text: string): void;
  /** Leaves the terminal as it was found; doing it again does nothing. */
  close(): void;
}
