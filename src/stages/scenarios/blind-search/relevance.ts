import type { Json } from '../../../base/json.ts';
import { wordsIn } from '../../../language/words.ts';
import type { Observations, Shown } from './observations.ts';
import type { TaskMentions } from './task-mentions.ts';

/** How many references are followed from a record to what people call it by. */
const furthest = 2;
/** What a record that refers to another one says of it, beside what that one says itself. */
const backwards = 0.3;

interface Node {
  readonly shown: Shown;
  /** How telling each value is that the text says, and where it says it. */
  readonly said: readonly { readonly worth: number; readonly places: readonly number[] }[];
  readonly refersTo: readonly Node[];
  readonly referredBy: Node[];
}

export interface Ranked {
  readonly shown: Shown;
  /** 0 where the text says nothing of it. */
  readonly score: number;
}

/** Of which records seen a sentence speaks: those first of which, and of what they refer to, it says most. */
export class Relevance {
  readonly #heard: TaskMentions;
  readonly #nodes: readonly Node[];
  readonly #ranks = new Map<string, readonly Ranked[]>();

  constructor(mentions: TaskMentions, observations: Observations) {
    this.#heard = mentions;
    const nodes = new Map<Shown, { node: Node; refersTo: Node[] }>();
    for (const shown of observations.all) {
      const refersTo: Node[] = [];
      nodes.set(shown, { node: { shown, said: this.#saidOf(shown), refersTo, referredBy: [] }, refersTo });
    }
    for (const { node, refersTo } of nodes.values())
      for (const value of new Set(Object.values(node.shown.fields)))
        for (const target of typeof value === 'string' ? observations.called(value) : []) {
          const other = nodes.get(target)?.node;
          if (!other || other === node) continue;
          refersTo.push(other);
          other.referredBy.push(node);
        }
    this.#nodes = [...nodes.values()].map(({ node }) => node);
  }

  /** The records of an entity as a sentence ranks them; of equals, in the order in which they were seen. */
  of(entity: string, focus: number): readonly Ranked[] {
    const id = `${focus} ${entity}`;
    const known = this.#ranks.get(id) ?? this.#rank((node) => node.shown.entity?.name === entity, focus);
    this.#ranks.set(id, known);
    return known;
  }

  /** The sentence that speaks most of a record; undefined where none does. */
  focusOf(entity: string, key: string): number | undefined {
    const scores = this.#heard.foci.map((focus) => ({
      focus,
      score: this.of(entity, focus).find(({ shown }) => shown.key === key)?.score ?? 0,
    }));
    const best = scores.reduce((most, one) => (one.score > most.score ? one : most), { focus: -1, score: 0 });
    return best.score > 0 ? best.focus : undefined;
  }

  /** The records and rows that a sentence speaks of most. */
  most(focus: number, count: number): readonly Shown[] {
    const known = this.#ranks.get(`${focus}`) ?? this.#rank(() => true, focus).filter(({ score }) => score > 0);
    this.#ranks.set(`${focus}`, known);
    return known.slice(0, count).map(({ shown }) => shown);
  }

  /** All texts seen under names of a sort. */
  texts(isMeant: (name: string) => boolean): string[] {
    return this.#nodes.flatMap(({ shown }) =>
      Object.entries(shown.fields).flatMap(([name, value]) => (typeof value === 'string' && isMeant(name) ? [value] : [])),
    );
  }

  #rank(isMeant: (node: Node) => boolean, focus: number): readonly Ranked[] {
    return this.#nodes
      .filter(isMeant)
      .map((node) => ({ shown: node.shown, score: this.#score(node, focus) }))
      .sort((one, two) => two.score - one.score);
  }

  #score(node: Node, focus: number): number {
    const own = this.#forwards(node, focus, furthest);
    const self = this.#forwards(node, focus, 0);
    const others = node.referredBy.map((other) => this.#forwards(other, focus, 1) - self);
    return own + backwards * others.reduce((most, score) => Math.max(most, score), 0);
  }

  readonly #known = new Map<Node, Map<number, number>>();

  /** What a sentence says of a record and of what it refers to. */
  #forwards(node: Node, focus: number, further: number): number {
    const id = focus * 10 + further;
    const scores = this.#known.get(node) ?? new Map<number, number>();
    this.#known.set(node, scores);
    const known = scores.get(id);
    if (known !== undefined) return known;
    const own = node.said.reduce(
      (sum, { worth, places }) => sum + worth * Math.max(...places.map((at) => this.#heard.weight(focus, at))),
      0,
    );
    const score =
      further === 0 ? own : node.refersTo.reduce((sum, other) => sum + this.#forwards(other, focus, further - 1), own);
    scores.set(id, score);
    return score;
  }

  #saidOf({ entity, fields, key }: Shown): Node['said'] {
    const values = entity ? { [entity.key]: key, ...fields } : fields;
    return Object.entries(values).flatMap(([name, value]) => {
      const places = this.#heard.saying(name, value);
      if (places.length === 0) return [];
      const type = entity?.attributes.find((attribute) => attribute.name === name)?.type;
      return [{ worth: worthOf(value, type?.kind), places }];
    });
  }
}

/** Names and codes tell more than words that stand for one of a few choices. */
function worthOf(value: Json, kind: string | undefined): number {
  if (kind === 'enum') return 0.5;
  if (typeof value !== 'string') return 1;
  if (/^\d{4}-\d{2}-\d{2}/.test(value)) return 1;
  return wordsIn(value).length > 1 || /\d/.test(value) ? 2 : 1;
}
