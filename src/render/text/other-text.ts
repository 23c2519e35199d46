import { canonicalJson } from '../../base/json.ts';
import type { InitialState } from '../../domain/initial-state.ts';
import type { Candidate, Topic, TopicSelection, UserTask, Verdict } from '../../domain/topic.ts';
import { authorText } from './author-text.ts';
import { clip, wrap, wrappedTable } from './layout.ts';
import { recordCounts } from './state-text.ts';

/** A mined request with where it came from. */
export function taskText(task: UserTask, width: number): string {
  const { file, line, origin, licence } = task.source;
  const said = [origin, licence].filter((part) => part !== undefined);
  return [wrap(task.text, width), '', `From ${file}, line ${line}${said.length === 0 ? '' : ` (${said.join(', ')})`}`].join('\n');
}

/** Whether a request needs a stateful environment, and why. */
export function verdictText(verdict: Verdict, width: number): string {
  return [
    wrap(verdict.text, width),
    '',
    `${verdict.stateful ? 'Needs a stateful environment' : 'Needs no stateful environment'}, says ${authorText(verdict.writtenBy)}:`,
    wrap(verdict.reason, width, '  '),
  ].join('\n');
}

/** A topic with its marks and the requests it came from. */
export function topicText(topic: Topic, width: number): string {
  return [
    `${topic.slug}: ${topic.summary}`,
    '',
    wrap(topic.introduction, width),
    '',
    `Domain ${topic.domain}; usefulness ${topic.usefulness} of 10, modelability ${topic.modelability} of 10, by ${authorText(topic.writtenBy)}`,
    wrap(topic.reason, width, '  '),
    '',
    'From the requests',
    ...topic.tasks.map((task) => wrap(`- ${task}`, width, '  ')),
  ].join('\n');
}

/** A topic as one request suggested it. */
export function candidateText(candidate: Candidate, width: number): string {
  return [
    `${candidate.title}: ${candidate.summary}`,
    '',
    wrap(candidate.introduction, width),
    '',
    `Domain ${candidate.domain}; usefulness ${candidate.usefulness} of 10, modelability ${candidate.modelability} of 10, by ${authorText(candidate.writtenBy)}`,
    wrap(candidate.reason, width, '  '),
    '',
    'From the request',
    wrap(`- ${candidate.task}`, width, '  '),
  ].join('\n');
}

/** What became of every candidate. */
export function selectionText(selection: TopicSelection, width: number): string {
  const rows = selection.decisions.map((item) => [item.outcome, item.topic ?? '-', item.title, item.reason]);
  return wrappedTable(['outcome', 'topic', 'candidate', 'reason'], rows, width);
}

/** A state: its records, one per line. */
export function stateText(initial: InitialState, width: number): string {
  const collections = Object.entries(initial.state).map(([collection, records]) =>
    [collection, ...Object.entries(records).map(([key, record]) => clip(`  ${key}  ${canonicalJson(record)}`, width))].join('\n'),
  );
  return [
    `Begins ${initial.start} with ${recordCounts(initial.state)}; written by ${authorText(initial.writtenBy)}`,
    ...collections,
  ].join('\n\n');
}
