import type { Json } from '../../../base/json.ts';
import type { CallPattern, Condition, RenderedPredicate } from '../../../domain/checks/check.ts';
import type { Entity, Skeleton } from '../../../domain/environment/skeleton.ts';
import type { State, StateRecord } from '../../../domain/state.ts';
import { listOf } from '../../../language/lists.ts';
import { withArticle } from '../../../language/nouns.ts';

/** A predicate as an item of a checklist: "Has ...?" */
export function wordPredicate(skeleton: Skeleton, initial: State, predicate: RenderedPredicate): string {
  switch (predicate.kind) {
    case 'created': {
      const noun = nounOf(entityOf(skeleton, predicate.collection));
      const what = predicate.count === 1 ? withArticle(noun) : `exactly ${predicate.count} ${noun} records`;
      const details = predicate.where.flatMap((condition) =>
        detail(skeleton, initial, entityOf(skeleton, predicate.collection), condition),
      );
      return `${predicate.count === 1 ? 'Has' : 'Have'} ${what} been created${details.length > 0 ? ` with ${listOf(details)}` : ''}?`;
    }
    case 'removed':
      return `Has ${nameRecord(skeleton, initial, predicate.collection, predicate.key)} been removed?`;
    case 'changed': {
      const entity = entityOf(skeleton, predicate.collection);
      const record = nameRecord(skeleton, initial, predicate.collection, predicate.key);
      const before = initial[predicate.collection]?.[predicate.key]?.[predicate.condition.attribute];
      const [, after = ''] = conditionWords(skeleton, initial, entity, predicate.condition);
      const from = before === undefined || typeof before === 'object' ? '' : ` from ${show(before)}`;
      return `Has the ${words(predicate.condition.attribute)} of ${record} changed${from} to ${after}?`;
    }
    case 'frame':
      return predicate.created.length + predicate.removed.length + predicate.changed.length === 0
        ? 'Has nothing been changed?'
        : 'Has nothing else been changed?';
    case 'never-called':
      return `Has no call of ${listOf(predicate.tools.map(words))} ${predicate.outcome === 'success' ? 'succeeded' : 'been refused'}?`;
    case 'asked-first': {
      const facts = [...new Set(predicate.calls.flatMap((call) => call.facts ?? []))];
      const mentions = facts.length > 0 ? `told what only they know (${listOf(facts)})` : 'been asked';
      return `Has the user ${mentions} before ${listOf(predicate.calls.map(callWords))}?`;
    }
    case 'looked-up': {
      const records = predicate.records.map((record) => nameRecord(skeleton, initial, record.collection, record.key));
      const tried = predicate.or.length > 0 ? ', or a refusal been met' : '';
      return `Has ${listOf(records)} been looked up${tried}?`;
    }
  }
}

function callWords({ tool, arguments: args, outcome }: CallPattern): string {
  const details = args.map(({ name, value }) => `${words(name)} ${show(value)}`);
  const manner = outcome === 'success' ? 'a successful' : 'a refused';
  return `${manner} call to ${words(tool)}${details.length > 0 ? ` with ${listOf(details)}` : ''}`;
}

function detail(skeleton: Skeleton, initial: State, entity: Entity, condition: Condition): string[] {
  if (condition.is === 'equal' && (condition.value === null || condition.value === '')) return [];
  const [name, value] = conditionWords(skeleton, initial, entity, condition);
  return [`${name} ${value}`];
}

function conditionWords(skeleton: Skeleton, initial: State, entity: Entity, condition: Condition): [string, string] {
  const name = words(condition.attribute.replace(/_id$/, ''));
  if (condition.is === 'present') return [name, condition.unlike === undefined ? 'some text' : 'another text'];
  if (condition.is === 'says') return [name, show(condition.words)];
  if (condition.is === 'new-record') return [name, `the new ${nounOf(entityOf(skeleton, condition.collection))}`];
  const type = entity.attributes.find((attribute) => attribute.name === condition.attribute)?.type;
  if (type?.kind === 'reference' && typeof condition.value === 'string') {
    const target = skeleton.entities.find((candidate) => candidate.name === type.entity);
    if (target) return [name, nameRecord(skeleton, initial, target.collection, condition.value, 'short')];
  }
  return [name, show(condition.value)];
}

function entityOf(skeleton: Skeleton, collection: string): Entity {
  const entity = skeleton.entities.find((candidate) => candidate.collection === collection);
  if (!entity) throw new Error(`there is no collection ${collection}`);
  return entity;
}

/** "LoanRequest" -> "loan request" */
function nounOf(entity: Entity): string {
  return entity.name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, ' ').toLowerCase();
}

function words(name: string): string {
  return name.replaceAll('_', ' ');
}

/** 'loan "Bosch drill" (L-12)': what people call a record, with its key. */
function nameRecord(skeleton: Skeleton, state: State, collection: string, key: string, form: 'full' | 'short' = 'full'): string {
  const entity = entityOf(skeleton, collection);
  const label = labelOf(state[collection]?.[key]);
  const name = label === undefined || label === key ? key : `${label} (${key})`;
  return form === 'full' ? `${nounOf(entity)} ${name}` : name;
}

function labelOf(record: StateRecord | undefined): string | undefined {
  for (const name of ['name', 'full_name', 'title', 'label', 'subject', 'plate', 'number']) {
    const value = record?.[name];
    if (typeof value === 'string' && value !== '') return value;
  }
  return undefined;
}

function show(value: Json): string {
  if (value === null) return 'nothing';
  return typeof value === 'string' ? `"${value}"` : JSON.stringify(value);
}
