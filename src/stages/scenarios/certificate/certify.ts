import type { Episode } from '../../../domain/checks/episode.ts';
import { type Reward, rewardOf } from '../../../domain/rollout/reward.ts';
import {
  type ArgumentSource,
  type CertificateItem,
  certificateItems,
  type RewardCertificate,
  type Score,
  type Trial,
} from '../../../domain/scenario/scenario.ts';
import { repliesOf, silence, type Utterance } from '../../../domain/scenario/user-profile.ts';
import type { Instance } from '../../../sandbox/sandbox.ts';
import { disagreements } from '../agreement.ts';
import { agentViewOf } from '../blind-search/agent-view.ts';
import { searchBlindly } from '../blind-search/blind-search.ts';
import { exploreByReading } from '../blind-search/explore-by-reading.ts';
import { rewardOracleOf } from '../blind-search/reward-oracle.ts';
import { TaskMentions } from '../blind-search/task-mentions.ts';
import { type CertificateInput, isWrite } from '../certificate-input.ts';
import { endText } from '../end-state.ts';
import { checkpointsOf, stepsOf } from '../reference/trace.ts';
import { alteredEndStates } from './altered-end-states.ts';
import { ambiguousRecords } from './ambiguity.ts';
import { undecidedRefusals } from './deciding-facts.ts';
import { unfoundedDemands } from './demanded.ts';
import { discover, readAtRandom } from './discovery.ts';
import { type Guesses, guesses } from './guesses.ts';
import { nearMisses, type Perturbation } from './near-misses.ts';
import { otherOrders } from './other-orders.ts';
import { refusalWorkarounds } from './refusal-workarounds.ts';
import { type Saying, sayings } from './sayings.ts';

/** Share of the altered end states that the checks must tell from the right one. */
const killedShare = 0.95;

/** The reward certificate of a scenario, by running things: every item of the contract, with its evidence. */
export async function certify(input: CertificateInput, provenance: readonly ArgumentSource[]): Promise<RewardCertificate> {
  const { environment, start, checks, reference, final } = input;
  const steps = stepsOf(input, provenance);
  const { checkpoints, close } = await checkpointsOf(input, steps);
  try {
    const [first, last] = [checkpoints[0], checkpoints.at(-1)];
    if (!first || !last) throw new Error('a reference has a beginning and an end');
    const misses = await nearMisses(input, steps, checkpoints, provenance);
    const honest = await otherOrders(input, steps, checkpoints);
    const guessed = await guesses(input, steps, checkpoints);
    const reached = await refusalWorkarounds(input, last);
    const ambiguous = await ambiguousRecords(input, steps, checkpoints);
    const said = sayings(input, provenance);
    const undecided = await undecidedRefusals(input);
    const mutants = alteredEndStates(input);
    const random = await onFork(first.instance, (instance) => readAtRandom(input, instance));
    const view = agentViewOf(input);
    const mentions = new TaskMentions(view);
    const reads = await exploreByReading(view, mentions, first.instance);
    const discovery = await onFork(first.instance, (instance) => discover(input, instance, reads));
    const replay = await replayed(input);

    const initial = start.state;
    const missed = [...misses.perturbations, ...guessed.perturbations, ...reached];
    const perturbations = [...missed, ...honest, ...ambiguous];
    const replies = repliesOf(input.talk ?? silence);
    // A departure is about its calls: it asks whatever the reference asks, and does so first.
    const atOnce = replies.map(({ text }) => ({ after: 0, text }));
    const closing = closingIn(input);
    const episodes: Episode[] = [
      { initial, final, calls: reference, replies, said: closing },
      { initial, final: initial, calls: [] },
      { initial, final: initial, calls: random },
      { initial, final, calls: reference, said: closing },
      ...perturbations.map(({ ran }) => ({ initial, final: ran.final, calls: ran.calls, replies: atOnce, said: closing })),
      ...mutants.map((mutant) => ({ initial, final: mutant.state, calls: reference, replies, said: closing })),
      ...said.map((one) => ({ initial, final: one.final, calls: one.calls, replies, said: utteranceOf(one) })),
    ];
    const results = await environment.evaluate(checks, episodes);
    const rewards = results.map((result) => rewardOf(checks, result));
    const [atEnd, idle, looking, unasked, ...departed] = rewards;
    if (!atEnd || !idle || !looking) throw new Error('every episode is judged');
    const right = endText(input, initial, final);
    const trials = perturbations.map((perturbation, index) => trialOf(input, perturbation, departed[index], right));
    const survivors = mutants.filter((_, index) => !isKilled(departed[perturbations.length + index]));
    const spoken = said.map((one, index) =>
      trialOf(
        input,
        { ...one, ran: { calls: [], final: one.final } },
        departed[perturbations.length + mutants.length + index],
        right,
      ),
    );
    const verdict = verdictOf({
      reference: atEnd,
      noop: idle,
      random: looking,
      replay,
      nearMisses: trials.slice(0, missed.length),
      impossible: [...misses.impossible],
      alternates: trials.slice(missed.length, missed.length + honest.length),
      ambiguity: trials.slice(missed.length + honest.length),
      mutants: { made: mutants.length, killed: mutants.length - survivors.length, survivors: survivors.map(({ what }) => what) },
      discovery,
      ...(guessed.facts.length > 0 ? { asking: { facts: [...guessed.facts], unasked: scoreOf(unasked) } } : {}),
      ...(spoken.length > 0 ? { sayings: spoken } : {}),
      undecided,
      guesses: guessed.problems,
      warnings: disagreements(input, provenance),
      unknown: provenance.flatMap(({ call, argument, origin }) =>
        origin.kind === 'unknown' ? [unknownText(input, call, argument)] : [],
      ),
      unfounded: unfoundedDemands(input, provenance),
    });
    if (!verdict.complete) return verdict;
    return {
      ...verdict,
      blindSearch: await searchBlindly({
        view: view,
        mentions: mentions,
        instance: first.instance,
        reads,
        oracle: rewardOracleOf(input),
      }),
    };
  } finally {
    await close();
  }
}

/** What the reference says at the end. */
function closingIn({ closing = '', reference }: CertificateInput): Utterance[] {
  return closing === '' ? [] : [{ after: reference.length, text: closing }];
}

function utteranceOf({ closing, calls }: Saying): Utterance[] {
  return closing === '' ? [] : [{ after: calls.length, text: closing }];
}

/** What a saying is about: an answer, or the reason why something was not done. */
function itemOf(kind: Trial['kind']): CertificateItem {
  return kind === 'wrong-answer' || kind === 'all-answers' || kind === 'parroted' ? 'told' : 'reasons';
}

async function onFork<Value>(instance: Instance, use: (fork: Instance) => Promise<Value>): Promise<Value> {
  const fork = await instance.fork();
  try {
    return await use(fork);
  } finally {
    await fork.close();
  }
}

/** The reference with its very arguments, twice from the start. */
async function replayed({ environment, start, reference }: CertificateInput): Promise<[string, string]> {
  const once = async (): Promise<string> => {
    const instance = await environment.create(start);
    try {
      for (const call of reference) await instance.call(call.tool, call.arguments);
      return await instance.hash();
    } finally {
      await instance.close();
    }
  };
  return [await once(), await once()];
}

function unknownText({ reference }: CertificateInput, call: number, argument: string): string {
  return `Nothing tells the ${argument} of call ${call} (${reference[call - 1]?.tool ?? ''}).`;
}

function isKilled(reward: Reward | undefined): boolean {
  return reward?.kind === 'scored' && reward.strict === 0;
}

function trialOf(input: CertificateInput, perturbation: Perturbation, reward: Reward | undefined, right: string): Trial {
  const { skeleton, start, reference } = input;
  const { kind, call, what, ran } = perturbation;
  const isOwn = (place: number | undefined, tool: string): boolean => place !== undefined && reference[place - 1]?.tool === tool;
  const shown = ran.calls.filter((made) => isWrite(skeleton, made.tool) || !isOwn(made.place, made.tool));
  return {
    kind,
    call,
    what,
    trace: shown.map(({ tool, arguments: args, outcome }) => ({ tool, arguments: args, outcome })),
    end: endText(input, start.state, ran.final) === right ? 'same' : 'other',
    score: scoreOf(reward),
  };
}

function scoreOf(reward: Reward | undefined): Score {
  if (reward?.kind !== 'scored') return { kind: 'unscored', reason: reward?.reason ?? 'it was not judged' };
  const broken = reward.checks.filter((check) => check.status !== 'pass').map((check) => check.id);
  return { kind: 'scored', dense: reward.dense, strict: reward.strict, broken };
}

type Evidence = Omit<RewardCertificate, 'complete' | 'failed' | 'reasons'> & {
  readonly undecided: readonly string[];
  readonly unknown: readonly string[];
  readonly unfounded: readonly string[];
  readonly guesses: Guesses['problems'];
};

/** Whether each item holds, and why not. A near miss that ends as the reference does must score 1, any other less. */
function verdictOf({ undecided, unknown, unfounded, guesses: open, ...evidence }: Evidence): RewardCertificate {
  const { reference, noop, random, replay, mutants, discovery } = evidence;
  const found: { item: CertificateItem; reason: string }[] = [];
  const add = (item: CertificateItem, reasons: readonly string[]): void =>
    void found.push(...reasons.map((reason) => ({ item, reason })));
  add('reference', demand('The reference', reference, 1));
  add('no-op', demand('Doing nothing', noop, 0));
  add('random', demand('Reading at random', random, 0));
  add('replay', replay[0] === replay[1] ? [] : ['Two runs of the reference ended in different states.']);
  for (const trial of evidence.nearMisses) {
    const item = certificateItems.find((name) => name === trial.kind);
    if (item) add(item, faultOf(trial, trial.end === 'same' ? 1 : 0));
  }
  for (const trial of evidence.alternates) add('alternates', faultOf(trial, 1));
  for (const trial of evidence.sayings ?? []) add(itemOf(trial.kind), faultOf(trial, trial.kind === 'other-words' ? 1 : 0));
  add('reasons', undecided);
  add('underspecified', open);
  add('unasked', evidence.asking ? unaskedFault(evidence.asking.unasked) : []);
  const share = mutants.made === 0 ? 1 : mutants.killed / mutants.made;
  add(
    'mutants',
    share >= killedShare
      ? []
      : [
          `The checks tell only ${mutants.killed} of ${mutants.made} altered end states from the right one: ${mutants.survivors.slice(0, 3).join('; ')}.`,
        ],
  );
  add('discoverable', unknown);
  add('demanded-values', unfounded);
  add(
    'discovery',
    discovery.missing.length === 0
      ? []
      : [`Reading from the words of the task on, ${discovery.calls} calls did not bring up ${discovery.missing.join(', ')}.`],
  );
  for (const { what, call, score } of evidence.ambiguity) add('unambiguous', ambiguity(what, call, score));
  return {
    ...evidence,
    complete: found.length === 0,
    failed: certificateItems.filter((item) => found.some((one) => one.item === item)),
    reasons: found.map(({ reason }) => reason),
  };
}

function faultOf({ kind, call, what, score }: Trial, wanted: 0 | 1): string[] {
  const name = `The attempt "${kind}"${call > 0 ? ` at call ${call}` : ''} (${what})`;
  if (score.kind === 'unscored') return [`${name} could not be scored: ${score.reason}`];
  if (score.strict === wanted) return [];
  return [
    wanted === 0
      ? `${name} ends differently and scores 1.`
      : `${name} is right and scores ${score.dense}, for ${score.broken.join(', ')}.`,
  ];
}

function ambiguity(what: string, call: number, score: Score): string[] {
  if (score.kind === 'scored' && score.strict === 1) return [];
  return [`The task does not determine call ${call}: the tools take ${what}, and that is worth less.`];
}

function unaskedFault(score: Score): string[] {
  const name = 'The reference without its questions';
  if (score.kind === 'unscored') return [`${name} could not be scored: ${score.reason}`];
  return score.strict === 1 ? [`${name} scores 1, although only the user could know.`] : [];
}

function demand(what: string, reward: Reward, wanted: 0 | 1): string[] {
  if (reward.kind === 'unscored') return [`${what} could not be scored: ${reward.reason}`];
  return reward.dense === wanted ? [] : [`${what} scores ${reward.dense}, not ${wanted}.`];
}
