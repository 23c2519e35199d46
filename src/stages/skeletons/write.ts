import { inParts } from '../../base/parts.ts';
import type { Environment, EnvironmentCode } from '../../domain/environment/environment.ts';
import type { Skeleton } from '../../domain/environment/skeleton.ts';
import { inputOf } from '../../domain/kinds.ts';
import { withRepairsBy } from '../../domain/writers.ts';
import type { Stage, StageContext, StageResult } from '../../engine/stage.ts';
import { repairCode, writeCode } from '../../generation/work/skeletons.ts';
import { environmentDeclarations } from '../../sandbox/compiler/declarations.ts';
import type { Diagnostic } from '../../sandbox/sandbox.ts';
import { codeGaps, helperName, mergeCode, noCode, withoutStrays } from './code.ts';
import { renderModule } from './render.ts';
import { toolsOf } from './tools.ts';

/** Bodies asked for in one request: all of a plan of the size that is asked for, so that helpers are shared and the types are sent once. */
const operationsPerRequest = 30;
/** How often code that does not compile goes back to the author. */
const repairs = 3;

interface Version {
  readonly code: EnvironmentCode;
  readonly source: string;
  readonly problems: readonly string[];
}

/** Stage 2b: a skeleton becomes an environment that compiles and passes the vetting; the best version is kept, not the last. */
export const writeStage: Stage = {
  name: 'write',
  version: 3,
  noun: 'environments',
  writes: 'environment',
  works: [writeCode, repairCode],
  async run(unit, context): Promise<StageResult> {
    const skeleton = inputOf(unit.inputs, 'skeleton').body;
    const first = await examine(skeleton, await writeAll(skeleton, context), context);
    let best = first;
    for (let round = 0; round < repairs && best.problems.length > 0; round++) {
      const request = {
        skeleton,
        source: best.source,
        declarations: environmentDeclarations,
        problems: best.problems,
        operations: [],
        attempts: [],
      };
      const changes = withoutStrays(skeleton, await context.ask(repairCode, request));
      const version = await examine(skeleton, mergeCode(best.code, changes), context);
      if (version.problems.length <= best.problems.length) best = version;
    }
    if (best.problems.length > 0) {
      const reason = `The code does not compile: ${best.problems[0]}`;
      return { status: 'rejected', reason, evidence: { problems: best.problems, source: best.source } };
    }
    const environment: Environment = {
      slug: unit.subject,
      skeleton,
      code: best.code,
      source: best.source,
      tools: toolsOf(skeleton),
      writtenBy: context.writtenBy('write-code'),
    };
    const body = best === first ? environment : withRepairsBy(environment, context.writtenBy('repair-code'));
    return { status: 'done', outputs: [{ kind: 'environment', subject: unit.subject, body }] };
  },
};

async function writeAll(skeleton: Skeleton, context: StageContext): Promise<EnvironmentCode> {
  const operations = skeleton.operations.map((operation) => operation.name);
  const invariants = skeleton.rules.filter((rule) => rule.kind === 'invariant').map((rule) => rule.id);
  let code = noCode;
  const groups = inParts(operations, operationsPerRequest);
  for (const [index, wanted] of groups.entries()) {
    const isLast = index === groups.length - 1;
    const part = await context.ask(writeCode, {
      skeleton,
      // Of the other operations nothing is needed but the helpers.
      shell: renderModule({ ...skeleton, operations: skeleton.operations.filter(({ name }) => wanted.includes(name)) }),
      declarations: environmentDeclarations,
      operations: wanted,
      invariants: isLast ? invariants : [],
      helpers: code.helpers,
    });
    const known = new Set(code.helpers.map(helperName));
    // A helper that another group wrote stays as it is: bodies were written against it.
    code = mergeCode(code, { ...part, helpers: part.helpers.filter((helper) => !known.has(helperName(helper))) });
  }
  return withoutStrays(skeleton, code);
}

async function examine(skeleton: Skeleton, code: EnvironmentCode, context: StageContext): Promise<Version> {
  const source = renderModule(skeleton, code);
  const gaps = codeGaps(skeleton, code);
  const diagnostics = await context.sandbox.diagnose(source);
  return { code, source, problems: [...gaps, ...diagnostics.map((diagnostic) => describe(diagnostic, source))] };
}

function describe(diagnostic: Diagnostic, source: string): string {
  const line = source.split('\n')[diagnostic.line - 1]?.trim() ?? '';
  const advice = diagnostic.advice ? ` ${diagnostic.advice}` : '';
  return `Line ${diagnostic.line}, column ${diagnostic.column} (${diagnostic.rule}): ${diagnostic.message}${advice}\n    ${line}`;
}
