import { passRate } from '../../domain/environment/agents-report.ts';
import type { Assessment, VersionRecord } from '../../domain/environment/assessment.ts';
import type { Environment, EnvironmentCode } from '../../domain/environment/environment.ts';
import type { InitialState } from '../../domain/initial-state.ts';
import { artifactHash } from '../../domain/kinds.ts';
import type { RepairCodeInput } from '../../generation/work/skeletons.ts';
import { environmentDeclarations } from '../../sandbox/compiler/declarations.ts';
import type { OpenEnvironment } from '../../sandbox/sandbox.ts';
import { affectedBy, namesIn, restricted } from './agents/affected.ts';
import { problemText } from './finding-text.ts';

/** A version of an environment with its assessment. */
export interface Version {
  readonly environment: Environment;
  readonly assessment: Assessment;
}

export interface Improvement {
  /** Repairs that are asked for at most. */
  readonly rounds: number;
  readonly states: readonly InitialState[];
  assess(environment: Environment, hash: string): Promise<Assessment>;
  /** undefined for a version that does not compile: its findings have nothing to replay. */
  open(version: Version): Promise<OpenEnvironment | undefined>;
  askRepair(input: RepairCodeInput): Promise<EnvironmentCode>;
  /** The environment with some of its code exchanged, rendered again. */
  rebuild(environment: Environment, changes: EnvironmentCode): Environment;
}

/**
 * Sends findings back to the author and keeps the best version, which need not be the last: fewest mechanical findings first,
 * then the larger share of passed agents' calls. Only what findings concern is rewritten, and every version goes through all
 * gates again.
 */
export async function improve(first: Version, improvement: Improvement): Promise<{ best: Version; history: VersionRecord[] }> {
  const noChanges: EnvironmentCode = { methods: [], helpers: [], invariants: [] };
  const history = [recordOf(1, first, true, noChanges)];
  const attempts: string[] = [];
  let best = first;
  for (let round = 1; round <= improvement.rounds && best.assessment.findings.length > 0; round++) {
    const { environment, assessment } = best;
    const { skeleton, source, code } = environment;
    const affected = affectedBy(skeleton, assessment.findings);
    const opened = await improvement.open(best);
    const problems: string[] = [];
    for (const finding of assessment.findings) problems.push(await problemText(finding, environment, improvement.states, opened));
    const answer = await improvement.askRepair({
      skeleton,
      source,
      declarations: environmentDeclarations,
      problems,
      operations: affected.operations,
      attempts: [...attempts],
    });
    const changes = restricted(code, answer, affected);
    if (namesIn(changes).length === 0) {
      attempts.push('An answer changed nothing of what may be rewritten.');
      history.push({ ...recordOf(round + 1, best, false, changes), problems: ['nothing was rewritten'] });
      continue;
    }
    const rebuilt = improvement.rebuild(environment, changes);
    const version = {
      environment: rebuilt,
      assessment: await improvement.assess(rebuilt, artifactHash('environment', rebuilt)),
    };
    const isKept = isBetter(version.assessment, assessment);
    history.push(recordOf(round + 1, version, isKept, changes));
    if (isKept) best = version;
    else attempts.push(failedAttempt(changes, version.assessment));
  }
  return { best, history };
}

/** Whether a version is to be preferred to the best so far. */
export function isBetter(version: Assessment, best: Assessment): boolean {
  const difference = mechanicalFindings(best) - mechanicalFindings(version);
  return difference !== 0 ? difference > 0 : rateOf(version) > rateOf(best);
}

function mechanicalFindings(assessment: Assessment): number {
  return assessment.findings.filter((finding) => finding.gate !== 'agents').length;
}

/** Where the agents had nothing to judge, nothing speaks for a version. */
function rateOf({ agents }: Assessment): number {
  return (agents && passRate(agents)) ?? 0;
}

function recordOf(number: number, { assessment }: Version, kept: boolean, changes: EnvironmentCode): VersionRecord {
  return {
    number,
    environment: assessment.environment,
    findings: mechanicalFindings(assessment),
    passRate: (assessment.agents && passRate(assessment.agents)) ?? null,
    kept,
    rewritten: namesIn(changes),
    problems: assessment.findings.map((finding) => `${finding.gate}: ${finding.message}`),
    changes,
  };
}

function failedAttempt(changes: EnvironmentCode, assessment: Assessment): string {
  const code = [...changes.methods.map(({ operation, body }) => `${operation}:\n${body}`), ...changes.helpers];
  const problems = assessment.findings.slice(0, 3).map((finding) => `${finding.gate}: ${finding.message}`);
  return `This was no better and was not kept:\n${code.join('\n')}\nIt led to: ${problems.join('; ')}`;
}
