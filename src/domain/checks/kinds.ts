import { z } from 'zod';
import { canonicalJson } from '../../base/json.ts';
import { type EpisodePart, episodeParts } from './episode.ts';
import type { CheckKind, DemandedValue, RenderedKind, Setting } from './kind.ts';
import { askedFirst } from './kinds/asked-first.ts';
import { changed } from './kinds/changed.ts';
import { code } from './kinds/code.ts';
import { created } from './kinds/created.ts';
import { declined } from './kinds/declined.ts';
import { frame } from './kinds/frame.ts';
import { lookedUp } from './kinds/looked-up.ts';
import { neverCalled } from './kinds/never-called.ts';
import { removed } from './kinds/removed.ts';
import { told } from './kinds/told.ts';

/** Every kind of check by its name. A new kind is a file in `kinds/` and a line here. */
const rendered = {
  created,
  removed,
  changed,
  frame,
  'never-called': neverCalled,
  'looked-up': lookedUp,
  'asked-first': askedFirst,
  told,
  declined,
};
const all = { ...rendered, code };

type Shapes = { readonly [Name in keyof typeof all]: z.infer<(typeof all)[Name]['schema']> };
type RenderedName = keyof typeof rendered;

/** What a check demands of an episode, as data. */
export type Predicate = Shapes[keyof Shapes];

/** A predicate that gets its question and its source from its data. */
export type RenderedPredicate = Shapes[RenderedName];

const kinds: { readonly [Name in keyof Shapes]: CheckKind<Shapes[Name]> } = all;
const renderedKinds: { readonly [Name in RenderedName]: RenderedKind<Shapes[Name]> } = rendered;

const { created: first, ...others } = all;
export const predicate = z.discriminatedUnion('kind', [first.schema, ...Object.values(others).map(({ schema }) => schema)]);

function kindOf<Name extends keyof Shapes>(name: Name): CheckKind<Shapes[Name]> {
  return kinds[name];
}

function renderedKindOf<Name extends RenderedName>(name: Name): RenderedKind<Shapes[Name]> {
  return renderedKinds[name];
}

/** The TypeScript of a predicate that a person can read: a pure arrow function over the parts of an episode that it looks at. */
export function renderPredicate(one: RenderedPredicate): string {
  const looked = looksAt(one);
  const parameters = episodeParts.filter((part) => looked.includes(part)).join(', ');
  return `({ ${parameters} }) =>${renderedKindOf(one.kind).body(one)}`;
}

/** A predicate as an item of a checklist: "Has ...?" */
export function wordPredicate(one: RenderedPredicate, setting: Setting): string {
  return renderedKindOf(one.kind).question(one, setting);
}

/** The parts of an episode that a check of this predicate looks at. */
export function looksAt(one: Predicate): readonly EpisodePart[] {
  return kindOf(one.kind).looksAt(one);
}

/** The values that an agent must come to know to fulfil a predicate. */
export function demandedValues(one: Predicate): readonly DemandedValue[] {
  return kindOf(one.kind).demands(one);
}

/** What a check demands without particular people, things, numbers and dates, as canonical JSON. */
export function predicateShape(one: Predicate, source: string): string {
  return canonicalJson([one.kind, kindOf(one.kind).shape(one, source)]);
}
