import { randomUUID } from 'node:crypto';

/** How long the answer of a call can still be asked for. */
const keptMs = 60_000;

export interface Replay {
  readonly id: string;
  readonly answer: Promise<string>;
}

/** Calls under way and just made, so that a client whose connection broke gets the answer and no second call is made. */
export interface Replays {
  begin(session: string, work: () => Promise<string>): Replay;
  /** The call of that id, if it is one of this session. */
  find(session: string, id: string): Replay | undefined;
  forget(session: string): void;
}

export function createReplays(): Replays {
  const sessions = new Map<string, Map<string, Replay>>();
  const drop = (session: string, id: string): void => {
    const own = sessions.get(session);
    own?.delete(id);
    if (own?.size === 0) sessions.delete(session);
  };
  return {
    begin(session, work) {
      const replay = { id: randomUUID().replaceAll('-', ''), answer: work() };
      const own = sessions.get(session) ?? new Map<string, Replay>();
      sessions.set(session, own.set(replay.id, replay));
      const later = (): void => void setTimeout(drop, keptMs, session, replay.id).unref();
      replay.answer.then(later, later);
      return replay;
    },
    find: (session, id) => sessions.get(session)?.get(id),
    forget: (session) => void sessions.delete(session),
  };
}
